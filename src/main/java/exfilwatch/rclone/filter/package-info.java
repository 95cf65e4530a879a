/**
 * The values that rclone's flags take (sizes, durations, bandwidth timetables, lists) and its file
 * filters, read as rclone reads them; and which kinds of files a set of filters lets through.
 *
 * <p>Facts: rclone 1.60.1 (observed) and 1.76-dev (source).
 */
@NullMarked
package exfilwatch.rclone.filter;

import org.jspecify.annotations.NullMarked;
