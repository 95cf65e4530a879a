package exfilwatch.sigma;

import java.io.Serializable;

/**
 * A rule file that was read; plain text, so that a job can take it to machines that don't have the
 * file.
 *
 * @param name how complaints call it
 */
public record RuleFile(String name, String text) implements Serializable {}
