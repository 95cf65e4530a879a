/** Queries to run after an alert, in the languages of the places where telemetry lies. */
@NullMarked
package exfilwatch.alert.query;

import org.jspecify.annotations.NullMarked;
