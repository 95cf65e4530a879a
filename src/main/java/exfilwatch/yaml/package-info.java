/**
 * YAML that people write (rules, exceptions, configuration), read so that every complaint can name
 * file, line and key. Imports nothing of the project and nothing of Flink.
 */
@NullMarked
package exfilwatch.yaml;

import org.jspecify.annotations.NullMarked;
