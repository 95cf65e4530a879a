package exfilwatch.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Version data of a Windows executable (ECS {@code process.pe.*}); each part is null when absent.
 */
public record PeFile(
    @Nullable String originalFileName,
    @Nullable String product,
    @Nullable String company,
    @Nullable String description,
    @Nullable String fileVersion) {}
