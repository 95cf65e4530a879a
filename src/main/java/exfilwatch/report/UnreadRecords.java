package exfilwatch.report;

import java.io.Serializable;

/**
 * Dead letters of one file and one reason.
 *
 * @param origin the file as the user named it
 * @param detail of the first, for a person
 * @param position of the first, a byte offset in the (decompressed) file
 */
public record UnreadRecords(String origin, String reason, String detail, long position, long count)
    implements Serializable {

  public UnreadRecords and(UnreadRecords more) {
    boolean mine = position <= more.position;
    return new UnreadRecords(
        origin,
        reason,
        mine ? detail : more.detail,
        Math.min(position, more.position),
        count + more.count);
  }
}
