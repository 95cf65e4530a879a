package exfilwatch.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name query and its answer.
 *
 * @param question the name asked for, without a trailing dot or type prefix
 * @param type record type as a name ({@code A}, {@code AAAA} …); null when absent
 * @param answers names in the answer (CNAME chain), empty when none
 * @param resolvedIps valid addresses in the answer in canonical text form, empty when none
 */
public record Dns(
    String question, @Nullable String type, List<String> answers, List<String> resolvedIps) {}
