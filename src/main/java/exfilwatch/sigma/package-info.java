/** Sigma rules: parse, check, evaluate. Knows no vendor and no Flink. */
@NullMarked
package exfilwatch.sigma;

import org.jspecify.annotations.NullMarked;
