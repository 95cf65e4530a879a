/**
 * YAML with line numbers, for every file that an operator edits. Imports nothing of the project.
 */
@NullMarked
package exfilwatch.yaml;

import org.jspecify.annotations.NullMarked;
