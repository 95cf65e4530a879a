/** From incident to alert: risk, ATT&amp;CK, guide, ECS JSON. */
@NullMarked
package exfilwatch.alert;

import org.jspecify.annotations.NullMarked;
