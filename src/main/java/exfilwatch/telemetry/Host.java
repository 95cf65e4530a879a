package exfilwatch.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The host that an event comes from.
 *
 * @param name host name as the source writes it (NetBIOS or fully qualified, any case); null when
 *     the source has only an id
 * @param id the sensor's or machine's id; null when absent
 * @param os {@code windows}, {@code linux} or {@code macos}; null when the source doesn't tell
 */
public record Host(@Nullable String name, @Nullable String id, @Nullable String os) {}
