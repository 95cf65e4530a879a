/**
 * Cloud storage by host name, and whether a connection goes where the command line says. Never asks
 * a name server.
 */
@NullMarked
package exfilwatch.destination;

import org.jspecify.annotations.NullMarked;
