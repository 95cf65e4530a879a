/**
 * The rclone command line, understood as rclone itself does: arguments, flags, remotes, filters.
 * Imports nothing of the project.
 */
@NullMarked
package exfilwatch.rclone;

import org.jspecify.annotations.NullMarked;
