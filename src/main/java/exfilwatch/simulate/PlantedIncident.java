package exfilwatch.simulate;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was planted: the answer that a detection is held against.
 *
 * @param id names it in the run, and marks its records
 * @param host name of the machine as its sensors write it (CrowdStrike's don't, see hostId)
 * @param hostId UUID from which every sensor's host id on that machine derives; CrowdStrike's aid
 *     is it without dashes
 * @param shapes the sources that saw it
 * @param user account name without domain
 * @param relatedPids of a wrapper shell or a daemon child, which belong to the same incident
 * @param secret what must not show in any alert; null when there is none
 * @param backend rclone's name of the destination's backend
 * @param destination name of the first contact, or its address; null when it makes no connection
 * @param destinationIp null when it makes no connection
 * @param start record time of the start, epoch milliseconds
 * @param end when the process ended, epoch milliseconds
 * @param connections outbound connections that the sources recorded
 * @param expects the alert stages in order
 */
public record PlantedIncident(
    String id,
    Disguise disguise,
    String host,
    String hostId,
    List<String> shapes,
    String user,
    String processName,
    String executable,
    long pid,
    List<Long> relatedPids,
    String commandLine,
    @Nullable String secret,
    String backend,
    @Nullable String destination,
    @Nullable String destinationIp,
    int destinationPort,
    long start,
    long end,
    int connections,
    List<String> expects)
    implements Serializable {

  /** One JSON object in UTF-8 without a line end; times are ISO 8601 in UTC. */
  public byte[] json() {
    return Json.object(
        json -> {
          json.put("id", id).put("disguise", disguise.label()).put("host", host);
          json.put("host_id", hostId).put("shapes", shapes).put("user", user);
          json.put("process_name", processName).put("executable", executable).put("pid", pid);
          json.numbers("related_pids", relatedPids);
          json.put("command_line", commandLine).put("secret", secret).put("backend", backend);
          json.put("destination", destination).put("destination_ip", destinationIp);
          if (destinationIp != null) {
            json.put("destination_port", destinationPort);
          }
          json.put("start", Times.iso3(start)).put("end", Times.iso3(end));
          json.put("connections", connections).put("expects", expects);
        });
  }
}
