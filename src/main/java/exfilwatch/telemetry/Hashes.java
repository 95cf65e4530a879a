package exfilwatch.telemetry;

import org.jspecify.annotations.Nullable;

/** Hashes of an executable in lower-case hex; null when absent or all zeros. */
public record Hashes(
    @Nullable String md5,
    @Nullable String sha1,
    @Nullable String sha256,
    @Nullable String imphash) {}
