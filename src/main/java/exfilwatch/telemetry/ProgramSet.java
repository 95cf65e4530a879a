package exfilwatch.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Programs by what a record says of them (name, path, version data), as bytes. Of bounded size: a
 * program may be forgotten for another one, so that only a yes says something.
 */
public final class ProgramSet {

  /** What a record says of a program. */
  public enum Part {
    /** Name, path and version data. */
    PROGRAM,
    /** Also the command line, and the operating system that it is for; only of starts. */
    COMMAND
  }

  /** Longer descriptions are not kept, in bytes. */
  public static final int MAX_LENGTH = 1024;

  private static final int SLOT_BITS = 12;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] @Nullable [] programs = new byte[1 << SLOT_BITS][];

  /** Whether the first {@code length} bytes are a program of this set. */
  public boolean contains(byte[] bytes, int length) {
    byte[] known = programs[slot(bytes, length)];
    return known != null && Arrays.equals(known, 0, known.length, bytes, 0, length);
  }

  /** Adds the first {@code length} bytes as a program. */
  public void add(byte[] bytes, int length) {
    if (length <= MAX_LENGTH) {
      programs[slot(bytes, length)] = Arrays.copyOf(bytes, length);
    }
  }

  private static int slot(byte[] bytes, int length) {
    long hash = length;
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      hash = mixed(hash, (long) WORD.get(bytes, at));
    }
    for (; at < length; at++) {
      hash = mixed(hash, bytes[at]);
    }
    return (int) (hash >>> (Long.SIZE - SLOT_BITS));
  }

  private static long mixed(long hash, long word) {
    long mixed = (hash ^ word) * 0x9e3779b97f4a7c15L;
    return mixed ^ (mixed >>> 32);
  }
}
