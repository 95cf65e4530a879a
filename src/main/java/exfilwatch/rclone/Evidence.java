package exfilwatch.rclone;

/**
 * Something that speaks for, or with negative points against, a command line being rclone's.
 *
 * @param name stable, lower case with underscores; a flag's evidence ends in its name
 */
public record Evidence(String name, int points) {}
