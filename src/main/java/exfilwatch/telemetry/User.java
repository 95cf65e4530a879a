package exfilwatch.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The account that a process runs as. Every part is null when absent.
 *
 * @param name account name without its domain
 * @param domain Windows domain or host
 * @param id SID on Windows, uid elsewhere
 */
public record User(@Nullable String name, @Nullable String domain, @Nullable String id) {}
