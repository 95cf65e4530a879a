package exfilwatch.alert;

import exfilwatch.correlation.Stage;
import exfilwatch.rclone.Direction;
import exfilwatch.rclone.Explanation.Verdict;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.Remote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to do, with the names that it is to be done with; the most urgent first. */
final class GuideResponse {

  private final Facts facts;
  private final List<String> steps = new ArrayList<>();

  GuideResponse(Facts facts) {
    this.facts = facts;
  }

  List<String> write() {
    Invocation invocation = facts.invocation();
    if (invocation != null && movedNothing(invocation)) {
      steps.add("This run transferred nothing: look for another run of it that did.");
    }
    host();
    account();
    if (invocation == null || leaves(invocation)) {
      destination(invocation == null ? null : invocation.destination());
    }
    secrets();
    if (invocation != null && leaves(invocation)) {
      scope(invocation);
    }
    steps.add(
        "Preserve the logs of "
            + facts.host()
            + " from "
            + Ecs.iso(facts.start().time())
            + " on, and the files listed below, before anything is cleaned.");
    return steps;
  }

  private boolean movedNothing(Invocation invocation) {
    Verdict verdict = facts.evidence().explanation().verdict();
    return invocation.dryRun() || verdict == Verdict.HELP || verdict == Verdict.REJECTED;
  }

  private static boolean leaves(Invocation invocation) {
    return invocation.direction() == Direction.UPLOAD
        || invocation.direction() == Direction.REMOTE_TO_REMOTE
        || invocation.direction() == Direction.NONE;
  }

  private void host() {
    boolean ended = facts.incident().stage() == Stage.CLOSED && facts.incident().ended() != 0;
    String id = facts.start().host().id();
    String host =
        facts.host() + (id == null || facts.hostName() == null ? "" : " (" + Md.code(id) + ")");
    steps.add(
        (ended
                ? "The process has ended"
                : "End " + Facts.withId(facts.program(), facts.process()) + " and its children")
            + "; isolate "
            + host
            + (facts.totals().count() > 0
                ? ", which has connected out."
                : " if the job is not approved."));
  }

  private void account() {
    String account = facts.account();
    if (account != null) {
      steps.add(
          "Unless the job is approved, disable "
              + account
              + " or reset its password, and end its"
              + " sessions: it ran this.");
    }
  }

  private void destination(@Nullable Remote declared) {
    List<String> outside = facts.outside();
    Remote inner = declared == null || declared.isLocal() ? null : declared.innermost();
    List<String> block =
        !outside.isEmpty() ? outside : inner == null ? List.of() : inner.hostPatterns();
    if (!block.isEmpty()) {
      steps.add("Block " + Md.codes(block, 10) + " at the proxy and the firewall.");
    }
    if (inner == null) {
      return;
    }
    String provider = facts.provider();
    String at = provider == null ? "the provider" : Md.code(provider);
    List<String> what = new ArrayList<>();
    if (inner.bucket() != null) {
      what.add("bucket " + Md.code(inner.bucket()));
    }
    for (Map.Entry<String, String> identity : inner.identities().entrySet()) {
      what.add(identity.getKey() + " " + Md.code(identity.getValue()));
    }
    if (facts.accountIsInConfig()) {
      steps.add(
          "Get the configuration of the remote "
              + Md.code(inner.name())
              + " ("
              + Md.code("rclone config show " + inner.name())
              + " with the collected file): it names the account at "
              + at
              + " that received the data.");
    } else if (!what.isEmpty()) {
      steps.add(
          "Report "
              + String.join(", ", what)
              + " to "
              + at
              + ": preserve the data and its access log, then revoke the access. If the account is"
              + " yours, revoke the key now.");
    }
  }

  private void secrets() {
    List<String> redacted = facts.evidence().explanation().redacted();
    if (!redacted.isEmpty()) {
      steps.add(
          "Secrets stood on the command line ("
              + redacted.stream()
                  .distinct()
                  .limit(10)
                  .map(Md::code)
                  .collect(Collectors.joining(", "))
              + "); they are cut out here, and the source's own record still has them. Rotate those"
              + " that are yours.");
    }
  }

  private void scope(Invocation invocation) {
    String source = facts.source();
    if (source != null) {
      steps.add(
          "List what is in "
              + source
              + " (with the filters above), tell who is responsible for it, and rotate credentials"
              + " that lie there.");
    }
    String command = invocation.command();
    if (command != null && command.startsWith("move")) {
      steps.add("The command deletes what it has sent: restore the source from a backup.");
    }
  }
}
