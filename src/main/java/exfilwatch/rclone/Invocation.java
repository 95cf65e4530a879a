package exfilwatch.rclone;

import exfilwatch.rclone.filter.Targeted;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an rclone command line does, without its secrets. Immutable.
 *
 * @param command its words, {@code copy}, {@code config create}; null when none was found
 * @param remoteControl the call that {@code rclone rc} makes, {@code sync/copy}; null otherwise
 * @param dryRun nothing is transferred
 * @param interactive each step waits for an answer on the console
 * @param promptsSuppressed it runs unattended
 * @param source null where there is none on the command line (standard input)
 * @param destination null where there is none (standard output)
 * @param filters which files are selected, as given
 * @param targeted which kinds of files that means
 * @param pace flags that set speed and amount, by name with underscores; numbers or text as given
 * @param hiding how it keeps from being noticed: {@code renamed}, {@code no_console}, {@code
 *     config_in_temp}, {@code config_null}, {@code config_in_memory}, {@code
 *     config_in_environment}, {@code user_agent}, {@code daemon}, {@code args2env}, {@code
 *     encoded_command}
 * @param identities account names and key ids, by option, those of the destination first
 * @param config the configuration file that a flag or the environment names; null when none does
 * @param redirects options on the command line or in the environment that say where data goes, or
 *     whose account it is, though the destination is a remote with a configuration of its own, so
 *     that its name no longer tells: {@code endpoint}, {@code access_key_id} …; {@code upstreams}
 *     also where it has several destinations
 * @param collect files on the host to collect as evidence
 */
public record Invocation(
    @Nullable String command,
    @Nullable String remoteControl,
    Purpose purpose,
    Direction direction,
    boolean dryRun,
    boolean interactive,
    boolean promptsSuppressed,
    @Nullable Remote source,
    @Nullable Remote destination,
    Selection filters,
    Targeted targeted,
    Map<String, Object> pace,
    List<String> hiding,
    Map<String, String> identities,
    @Nullable String config,
    List<String> redirects,
    List<String> collect) {}
