package exfilwatch.telemetry.decode;

/**
 * One vendor's telemetry. Recognition asks every source for its raw form before it asks any for the
 * form in which Elastic stores it, each time in the order of {@link Sources}.
 */
interface Source {

  /** ECS {@code event.module} of its events, and its name in the configuration. */
  String name();

  /** Whether the document is one of this source as the vendor writes it. */
  boolean isRaw(Fields fields);

  /** Whether the document is one of this source as Elastic stores it. */
  boolean isEcs(Fields fields);

  /** Events come as outlines where {@link Emit#isOutline} asks for no more. */
  void decodeRaw(Fields fields, Emit out);

  /** As {@link #decodeRaw}. */
  void decodeEcs(Fields fields, Emit out);

  /**
   * The fields in which a program is described.
   *
   * @param raw whether the document is as the vendor writes it, otherwise as Elastic stores it
   */
  default ProgramFields programs(boolean raw) {
    return ProgramFields.ofActivity();
  }
}
