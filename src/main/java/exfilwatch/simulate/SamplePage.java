package exfilwatch.simulate;

import java.util.List;

/** Renders what the sample holds as Markdown. */
final class SamplePage {
  private static final String HEAD =
      """
      # The sample telemetry

      `jobs/sample/` is a working day (4 March 2026, 07:30 to 18:00 UTC) of six machines. We made it up:
      `exfilwatch.simulate.SampleTelemetry` writes the files and this page, always the same bytes, and a
      test holds the committed ones to it. Addresses and names are reserved for documentation, except
      those of storage providers; all keys are invented. To write them again, run that class's main
      method with the folder `jobs` as its argument.

      | file | source | machines |
      |---|---|---|
      | `elastic-defend.ndjson` | Elastic Defend | WS-FIN-07, srv-web-02 (Linux) |
      | `sysmon-winlogbeat.ndjson` | Sysmon by Winlogbeat | SRV-FILE-01, WS-ENG-12 |
      | `sysmon-evtx_dump.jsonl` | Sysmon, exported log (`evtx_dump -o jsonl`) | SRV-APP-05 |
      | `sysmon-nxlog.ndjson` | Sysmon by NXLog, which drops the actor's pid | WS-LAW-09, whose Sysmon logs no network |

      ## Planted incidents

      | time | machine | disguise | program | command line | sends to | connections | alerts |
      |---|---|---|---|---|---|---|---|
      """;

  private static final String MIDDLE =
      """

      ## What looks alike and must stay quiet

      | time | machine | command line |
      |---|---|---|
      """;

  private SamplePage() {}

  static String of(List<PlantedIncident> planted, List<RunningProcess> lookalikes) {
    StringBuilder page = new StringBuilder(HEAD);
    for (PlantedIncident incident : planted) {
      row(
          page,
          clock(incident.start()),
          incident.host(),
          incident.disguise().label(),
          code(incident.executable()),
          code(incident.commandLine()),
          incident.destination() == null ? "not seen" : incident.destination(),
          Integer.toString(incident.connections()),
          String.join(", ", incident.expects()));
    }
    page.append(MIDDLE);
    for (RunningProcess process : lookalikes) {
      row(page, clock(process.start()), process.host().name(), code(process.commandLine()));
    }
    return page.toString();
  }

  private static String clock(long millis) {
    return Times.spaced(millis).substring(11, 19);
  }

  private static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
