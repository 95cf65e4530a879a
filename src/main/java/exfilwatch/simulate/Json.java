package exfilwatch.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds one JSON object. A null value leaves its field out, as sensors do. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator out;

  private Json(JsonGenerator out) {
    this.out = out;
  }

  /** The object with these fields, in UTF-8 without a line end. */
  static byte[] object(Consumer<Json> fields) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(2048);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      fields.accept(new Json(out));
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Json put(String name, @Nullable String value) {
    return value == null ? this : write(() -> out.writeStringField(name, value));
  }

  Json put(String name, long value) {
    return write(() -> out.writeNumberField(name, value));
  }

  Json put(String name, boolean value) {
    return write(() -> out.writeBooleanField(name, value));
  }

  /** A number that fits no long. */
  Json number(String name, String digits) {
    return write(
        () -> {
          out.writeFieldName(name);
          out.writeNumber(digits);
        });
  }

  /** An explicit {@code null}. */
  Json none(String... names) {
    return write(
        () -> {
          for (String name : names) {
            out.writeNullField(name);
          }
        });
  }

  Json put(String name, List<String> values) {
    return write(
        () -> {
          out.writeArrayFieldStart(name);
          for (String value : values) {
            out.writeString(value);
          }
          out.writeEndArray();
        });
  }

  Json numbers(String name, List<Long> values) {
    return write(
        () -> {
          out.writeArrayFieldStart(name);
          for (long value : values) {
            out.writeNumber(value);
          }
          out.writeEndArray();
        });
  }

  Json put(String name, Consumer<Json> fields) {
    return write(
        () -> {
          out.writeObjectFieldStart(name);
          fields.accept(this);
          out.writeEndObject();
        });
  }

  private Json write(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private interface Step {
    void run() throws IOException;
  }
}
