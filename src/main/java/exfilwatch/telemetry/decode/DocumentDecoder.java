package exfilwatch.telemetry.decode;

import com.fasterxml.jackson.core.JsonParser;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.decode.Shape.Useless;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the source of one document and lets it make the event. */
final class DocumentDecoder {
  private final Source[] sources;
  private final Emit[] emits;
  private final Emit[] outlines;
  private final Ecs ecs = Sources.all().ecs();
  private final FieldReader reader = new FieldReader(JsonRecord.JSON, Sources.all().root());
  private final DocumentReader documents = new DocumentReader(reader.root());
  private final Fields document = new Fields(Sources.all().paths());
  private final Fields bag = new Fields(Sources.all().paths());
  private final Output output = new Output();
  private final Decision<Form> form = new Decision<>(Sources.all().form(), this::form);
  private final Outlines sightings;

  /**
   * A form of document.
   *
   * @param source number of the source
   * @param raw whether it is as the vendor writes it, otherwise as Elastic stores it
   */
  private record Form(int source, boolean raw) {
    /** Of no source. */
    static final Form UNKNOWN = new Form(-1, false);
  }

  DocumentDecoder(List<Source> sources) {
    this.sources = sources.toArray(Source[]::new);
    sightings = new Outlines(this.sources[0]);
    emits = sources.stream().map(source -> new Emit(source, output)).toArray(Emit[]::new);
    outlines =
        sources.stream().map(source -> new Emit(source, sightings, true)).toArray(Emit[]::new);
  }

  void decodeXml(byte[] record, int start, int end, DecodeOutput out) {
    if (end - start > TelemetryDecoder.MAX_DOCUMENT) {
      out.rejected(RejectReason.TOO_LONG, (end - start) + " bytes of XML");
    } else if (Utf8.firstInvalid(record, start, end) >= 0) {
      out.rejected(RejectReason.INVALID_UTF8, "bytes that are not UTF-8");
    } else {
      bag.clear();
      String text = new String(record, start, end - start, StandardCharsets.UTF_8);
      if (WindowsXml.read(text, reader.root(), bag)) {
        decode(bag, () -> "", out);
      } else {
        out.rejected(RejectReason.NOT_JSON, "neither JSON nor a Windows event in XML");
      }
    }
  }

  /**
   * Decodes a record that is one JSON document of the usual form.
   *
   * @return whether it is; nothing has come out otherwise
   */
  boolean decodeUsual(byte[] record, int start, int end, DecodeOutput out) {
    Trace trace = documents.read(record, start, end);
    if (trace == null) {
      return false;
    }
    decodeRead(record, trace, out);
    return true;
  }

  /** Decodes a record that has been read. */
  void decodeRead(byte[] record, Trace trace, DecodeOutput out) {
    Shape shape = trace.shape();
    Useless useless = shape.useless();
    if (useless != null) {
      out.skipped(useless.source(), useless.why());
      return;
    }
    trace.tell(record, document, reader);
    if (shape.isOpen()) {
      BitSet asked = new BitSet();
      document.watch(asked);
      Outcome outcome = new Outcome(out);
      decode(document, () -> "", outcome);
      shape.judge(outcome.useless(), asked);
    } else {
      decode(document, () -> "", out);
    }
  }

  /**
   * @param where the document's place in its record, for messages
   */
  void decode(Fields fields, Supplier<String> where, DecodeOutput out) {
    output.to = out;
    try {
      fields.requireObjects();
      Form known = form.of(fields);
      if (known.source >= 0) {
        decode(fields, known);
      } else if (!decodeWrapped(fields)) {
        throw new BadRecord(RejectReason.UNKNOWN_SOURCE, unknown());
      }
    } catch (BadRecord e) {
      out.rejected(e.reason(), where.get() + e.detail());
    } finally {
      output.to = null;
    }
  }

  private Form form(Fields fields) {
    for (int i = 0; i < sources.length; i++) {
      if (sources[i].isRaw(fields)) {
        return new Form(i, true);
      }
    }
    for (int i = 0; i < sources.length; i++) {
      if (sources[i].isEcs(fields)) {
        return new Form(i, false);
      }
    }
    return Form.UNKNOWN;
  }

  private void decode(Fields fields, Form form) {
    int i = form.source;
    if (form.raw) {
      sources[i].decodeRaw(fields, emit(i, true, fields));
    } else if (!readOriginal(fields) || !sources[i].isRaw(bag) || !decodeOriginal(i, fields)) {
      sources[i].decodeEcs(fields, emit(i, false, fields));
    }
  }

  /** Where the event goes: for an activity an outline will do, if the rest can be read later. */
  private Emit emit(int i, boolean raw, Fields fields) {
    DecodeOutput to = output.to;
    if (to == null || !to.wantsSightings() || fields.isOdd()) {
      return emits[i];
    }
    sightings.source = sources[i];
    sightings.raw = raw;
    sightings.fields = fields;
    return outlines[i];
  }

  /** A record that a log shipper has wrapped as text. */
  private boolean decodeWrapped(Fields fields) {
    if (readOriginal(fields)) {
      for (int i = 0; i < sources.length; i++) {
        if (sources[i].isRaw(bag)) {
          sources[i].decodeRaw(bag, emits[i]);
          return true;
        }
      }
    }
    return false;
  }

  /** Reads the vendor's own record, when the document keeps it as text. */
  private boolean readOriginal(Fields fields) {
    String original = fields.rawIfAny(ecs.original);
    if (original == null || fields == bag) {
      return false;
    }
    bag.clear();
    if (original.charAt(0) == '<') {
      return WindowsXml.read(original, reader.root(), bag);
    }
    try (JsonParser parser = JsonRecord.JSON.createParser(original)) {
      parser.nextToken();
      reader.read(parser, bag);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The original undoes what ingest pipelines get wrong, unless it is itself incomplete. */
  private boolean decodeOriginal(int i, Fields fields) {
    output.stored = fields;
    try {
      sources[i].decodeRaw(bag, emits[i]);
      return true;
    } catch (BadRecord e) {
      return false;
    } finally {
      output.stored = null;
    }
  }

  private String unknown() {
    return sources.length == 1
        ? "not a record of " + sources[0].name()
        : "no field tells which source this is";
  }

  /** Hands events on, with what only the stored document around the original knows. */
  private final class Output implements Emit.Target {
    private @Nullable DecodeOutput to;
    private @Nullable Fields stored;

    @Override
    public void event(Event event) {
      if (to != null) {
        to.event(stored == null ? event : enriched(event, stored));
      }
    }

    @Override
    public void skipped(String source, String why) {
      if (to != null) {
        to.skipped(source, why);
      }
    }

    private Event enriched(Event e, Fields stored) {
      Host host = e.host();
      String name = host.name() == null ? stored.text(ecs.hostName, ecs.hostHostname) : host.name();
      String os = host.os() == null ? ecs.os(stored, null) : host.os();
      return new Event(
          e.kind(),
          e.source(),
          e.id(),
          e.time(),
          new Host(name, host.id(), os),
          e.process(),
          e.parent(),
          e.user(),
          e.connection(),
          e.dns());
    }
  }

  /** Hands outlines on as sightings. */
  private final class Outlines implements Emit.Target {
    private Source source;
    private boolean raw;
    private Fields fields = document;

    Outlines(Source first) {
      source = first;
    }

    @Override
    public void event(Event event) {
      DecodeOutput to = output.to;
      boolean isWhole =
          event.kind() == EventKind.PROCESS_START && !source.programs(raw).haveStarts();
      if (to != null && !isWhole) {
        to.sighted(new RecordSighting(event, source, raw, fields));
      } else {
        output.event(event);
      }
    }

    @Override
    public void skipped(String source, String why) {
      output.skipped(source, why);
    }
  }
}
