package exfilwatch.telemetry.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.ProgramSet;
import exfilwatch.telemetry.Sighting;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way of reading gives what Jackson gives, on whatever record. */
class DocumentReaderTest {
  private static final ObjectMapper PLAIN = new ObjectMapper();
  private static final ObjectMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final String FILE =
      "{'@timestamp':'2024-05-01T10:00:00Z','event':{'module':'endpoint','category':['file'],"
          + "'type':['change']},'host':{'name':'h1'},'process':{'pid':7,'name':'a.exe'}%s}";

  /** What was written by hand to look like something else, or to break. */
  private static final List<String> PIECES =
      List.of(
          "\"",
          "\\",
          "\\\"",
          "\\u0065",
          "\\ud800",
          "\\x",
          " \n\t\r ",
          "\u0000",
          ",",
          "{",
          "}",
          "[",
          "]",
          ":",
          "-",
          "0",
          "00",
          "1e5",
          "1.",
          "null",
          "true",
          "tru",
          "é",
          "\ud83d\ude00",
          "\u212a",
          "\"event\":{\"category\":[\"process\"],\"type\":[\"start\"]},",
          "\"event.category\":\"process\",",
          "\"\\u0065vent\":{\"category\":\"process\"},",
          "\"event\":5,",
          "\"process\":5,",
          "\"records\":[],",
          "\"_source\":{},",
          "\"message\":\"{\\\"event_simpleName\\\":\\\"DnsRequest\\\"}\",",
          "\\\"category\\\":[\\\"file\\\"]");

  /** What may stand where a value is expected. */
  private static final List<String> FORMS =
      List.of(
          "",
          "-",
          " ",
          " - ",
          "N/A",
          "null",
          "0",
          "0x0",
          "0x1F4",
          "0xffffffffffffffff",
          "12",
          " 17 ",
          "-5",
          "4096.0",
          "99999999999999999999",
          "NT",
          "\u00e9",
          "<unknown process>",
          "a-host-with-a-very-long-name.example",
          "A-HOST-WITH-A-VERY-LONG-NAME",
          "10.1.2.3",
          "::FFFF:10.1.2.3",
          "::ffff:010.1.2.3",
          "a00:203:3000:3000::",
          "010.1.2.3",
          "1.2.3.256",
          "fe80::1%4",
          "/usr/bin/x",
          "C:\\\\x\\\\y.exe",
          "C:\\x\\y.exe",
          "{00000000-0000-0000-0000-000000000000}",
          "{00000000-0000-0000-0000-00000000000A}",
          "A98268C1-9C2E-5ACD-0000-0010396CAB00",
          "{A98268C1-9C2E-5ACD-0000-0010396CAB0\u00e9}",
          "2024-05-01T10:00:00Z",
          "2024-05-01 10:00:00.123",
          "1714557600",
          "1714557600.25",
          "133590312000000000",
          "1.7145576E9",
          ".5e12",
          "udp",
          "TCPV4",
          "Linux-Sysmon",
          "ProcessCreated",
          "ip connect",
          "termination_event");

  /** One for all tests, because it learns from what it reads: also from what is damaged. */
  private static final TelemetryDecoder usual = TelemetryDecoder.auto();

  private static final TelemetryDecoder streaming = TelemetryDecoder.streaming();

  static List<String> shapes() {
    return SimulationSettings.knownShapes();
  }

  private static List<byte[]> records(String shape, int count) {
    return Simulation.of(
            7,
            SimulationSettings.builder().events(count).incidents(1).shapes(List.of(shape)).build())
        .records()
        .limit(count)
        .map(SimulatedRecord::json)
        .toList();
  }

  private Decoded same(byte[] record) {
    Decoded expected = new Decoded();
    streaming.decode(record, 0, record.length, expected);
    Decoded decoded = new Decoded();
    usual.decode(record, 0, record.length, decoded);
    String text = new String(record, UTF_8);
    assertThat(decoded.events).as(text).isEqualTo(expected.events);
    assertThat(decoded.skipped).as(text).isEqualTo(expected.skipped);
    assertThat(decoded.rejected).as(text).isEqualTo(expected.rejected);
    Sighted sighted = new Sighted();
    usual.decode(record, 0, record.length, sighted);
    sighted.isLike(expected, text);
    return decoded;
  }

  private Decoded same(String json) {
    return same(json.replace('\'', '"').getBytes(UTF_8));
  }

  private static DocumentReader unlearned() {
    return new DocumentReader(Sources.all().root());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapeIsReadTheShortWay(String shape) {
    DocumentReader reader = unlearned();
    for (byte[] record : records(shape, 1500)) {
      same(record);
      assertThat(reader.read(record, 0, record.length)).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapeIsSoonReadByItsRuns(String shape) {
    DocumentReader reader = unlearned();
    List<byte[]> records = records(shape, 8000);
    long before = 0;
    for (int i = 0; i < records.size(); i++) {
      before = i == 7000 ? reader.readByName() : before;
      reader.read(records.get(i), 0, records.get(i).length);
    }
    assertThat(reader.readByName() - before).isLessThan(50);
  }

  @Test
  void aTextThatIsNullElsewhereIsReadByItsRuns() {
    DocumentReader reader = unlearned();
    Fields fields = new Fields(Sources.all().paths());
    int domain = Sources.all().paths().field("DomainName");
    String json = "{'event_simpleName':'DnsRequest','DomainName':%s,'aid':'a%d','x':1}";
    for (int i = 0; i < 1000; i++) {
      boolean isText = i % 2 == 0;
      String value = isText ? "'d" + i + "'" : "null,'none':1";
      byte[] record = json.formatted(value, i).replace('\'', '"').getBytes(UTF_8);
      Trace trace = Objects.requireNonNull(reader.read(record, 0, record.length));
      trace.tell(record, fields, new FieldReader(JsonRecord.JSON, Sources.all().root()));
      assertThat(fields.text(domain)).isEqualTo(isText ? "d" + i : null);
    }
    assertThat(reader.readByName()).isLessThan(100);
  }

  /** A shape is of no use when nothing that varies in it could make it so. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // the deciding value takes many forms
        "{'event':{'module':'endpoint','category':'%2$s','type':'start'},'k%5$d':1,"
            + "'process':{'pid':7,'name':'a.exe'},'@timestamp':'2024-05-01T10:00:00Z',"
            + "'host':{'name':'h%1$d'}}",
        // what must be an object is none
        "{'@timestamp':'2024-05-01T10:00:00Z','event':{'module':'endpoint','category':['file'],"
            + "'type':['change']},'k%5$d':1,'n':'x%1$d','process':%3$s}",
        // a value is there or not
        "{'event_type_full':'process_event','event_subtype_full':%4$s,'k%5$d':1,'n':'x%1$d',"
            + "'pid':%1$d,'process_name':'a.exe','timestamp':133590312000000000}"
      })
  void whatMayBeOfUseIsLookedAt(String form) {
    Random random = new Random(1);
    Set<String> outcomes = new HashSet<>();
    for (int i = 0; i < 3000; i++) {
      boolean used = random.nextInt(4) == 0;
      Decoded decoded =
          same(
              form.formatted(
                  i,
                  used ? "process" : "kind" + i,
                  used ? i : "null",
                  used ? "'creation_event'" : "null,'x':" + i,
                  i % 23));
      outcomes.add(decoded.events.size() + decoded.skipped.toString() + decoded.rejected);
    }
    assertThat(outcomes).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void recordsOfNoUseAreKnownByTheirShape(String shape) {
    TelemetryReader ahead = new TelemetryReader();
    TelemetryDecoder decoder = TelemetryDecoder.auto();
    int useless = 0;
    for (byte[] record : records(shape, 4000)) {
      Trace trace = Objects.requireNonNull(ahead.read(record, 0, record.length));
      Decoded expected = same(record);
      Decoded decoded = new Decoded();
      decoder.decode(record, trace, decoded);
      assertThat(decoded.events).isEqualTo(expected.events);
      assertThat(decoded.skipped).isEqualTo(expected.skipped);
      useless += trace.isUseless() ? 1 : 0;
    }
    assertThat(useless).isBetween(1000, 2600);
  }

  @Provide
  Arbitrary<byte[]> sample() {
    List<byte[]> all = new ArrayList<>();
    shapes().forEach(shape -> all.addAll(records(shape, 30)));
    return Arbitraries.of(all);
  }

  @Property(tries = 4000)
  void damagedAnywhere(
      @ForAll("sample") byte[] sample, @ForAll @IntRange(max = 1 << 20) int at, @ForAll byte with) {
    byte[] changed = sample.clone();
    changed[at % sample.length] = with;
    same(changed);
    same(Arrays.copyOf(changed, at % sample.length));
  }

  @Property(tries = 6000)
  void aPieceOfSomethingElseAnywhere(@ForAll("sample") byte[] sample, @ForAll Random random) {
    String record = new String(sample, UTF_8);
    for (int i = random.nextInt(3); i >= 0; i--) {
      // most often where it can be taken for a field
      int from = random.nextInt(record.length());
      int comma = random.nextInt(4) > 0 ? record.indexOf(",\"", from) + 1 : from;
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      record = record.substring(0, comma) + piece + record.substring(comma);
    }
    same(record.getBytes(UTF_8));
  }

  @Property(tries = 2000)
  void inAnotherOrderAndNotation(@ForAll("sample") byte[] sample, @ForAll Random random)
      throws IOException {
    StringWriter text = new StringWriter();
    ObjectMapper mapper = random.nextBoolean() ? PLAIN : ASCII;
    try (JsonGenerator out = mapper.createGenerator(text)) {
      if (random.nextBoolean()) {
        out.useDefaultPrettyPrinter();
      }
      write(mapper.readTree(sample), out, random);
    }
    String record = text.toString();
    if (random.nextInt(3) == 0) {
      // one letter of a name or value, escaped
      int letter = record.indexOf("\"e", random.nextInt(record.length()));
      if (letter >= 0) {
        record = record.substring(0, letter) + "\"\\u0065" + record.substring(letter + 2);
      }
    }
    same(record.getBytes(UTF_8));
  }

  /** With the fields of each object in any order, now and then one of them twice. */
  private static void write(JsonNode node, JsonGenerator out, Random random) throws IOException {
    if (!node.isObject()) {
      out.writeTree(node);
      return;
    }
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
    Collections.shuffle(fields, random);
    if (!fields.isEmpty() && random.nextInt(10) == 0) {
      fields.add(fields.get(random.nextInt(fields.size())));
    }
    out.writeStartObject();
    for (Map.Entry<String, JsonNode> field : fields) {
      out.writeFieldName(field.getKey());
      write(field.getValue(), out, random);
    }
    out.writeEndObject();
  }

  @Property(tries = 8000)
  void withValuesMissingOrOfOtherForms(@ForAll("sample") byte[] sample, @ForAll Random random)
      throws IOException {
    same(changed(sample, random));
  }

  @Property(tries = 4000)
  void programsThatLookTheSameAreTheSame(@ForAll("sample") byte[] sample, @ForAll Random random)
      throws IOException {
    Programs programs = new Programs();
    usual.decode(sample, 0, sample.length, programs);
    byte[] other = changed(sample, random);
    usual.decode(other, 0, other.length, programs);
  }

  /** Some fields are gone, others have one of {@link #FORMS}. */
  private static byte[] changed(byte[] sample, Random random) throws IOException {
    JsonNode record = PLAIN.readTree(sample);
    change(record, random, 2 + random.nextInt(20));
    return PLAIN.writeValueAsBytes(record);
  }

  private static void change(JsonNode node, Random random, int oneOf) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        boolean chosen = random.nextInt(oneOf) == 0;
        if (chosen && random.nextBoolean()) {
          object.remove(name);
        } else if (chosen && object.get(name).isValueNode()) {
          object.put(name, FORMS.get(random.nextInt(FORMS.size())));
        } else {
          change(object.get(name), random, oneOf);
        }
      }
    }
  }

  /** Takes note of the first program, and holds those that are said to be the same against it. */
  private static final class Programs implements DecodeOutput {
    private final ProgramSet known = new ProgramSet();
    private @Nullable List<Object> program;

    @Override
    public boolean wantsSightings() {
      return true;
    }

    @Override
    public void sighted(Sighting sighting) {
      ProcessInfo process = sighting.event().process();
      List<Object> found = Arrays.asList(process.name(), process.executable(), process.pe());
      if (program == null) {
        program = found;
        sighting.addTo(known, ProgramSet.Part.PROGRAM);
      } else if (sighting.isOf(known, ProgramSet.Part.PROGRAM)) {
        assertThat(found).isEqualTo(program);
      }
    }

    @Override
    public void event(Event event) {}

    @Override
    public void skipped(String source, String why) {}

    @Override
    public void rejected(RejectReason reason, String detail) {}
  }

  @Test
  void whatIsWrappedAsTextIsReadEachTime() {
    byte[] wrapped =
        "{'message':'{\\'event_simpleName\\':\\'DnsRequest\\'}','@version':'1'}"
            .replace('\'', '"')
            .getBytes(UTF_8);
    TelemetryDecoder learning = TelemetryDecoder.auto();
    for (int i = 0; i < 3; i++) {
      Decoded decoded = new Decoded();
      learning.decode(wrapped, 0, wrapped.length, decoded);
      assertThat(decoded.rejected).containsExactly("missing_field: DomainName is missing");
    }
  }

  @Test
  void aFileEventIsOfNoUse() {
    assertThat(same(FILE.formatted("")).skipped).containsExactly("endpoint: " + Emit.OTHER_KIND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",'event':{'category':'process','type':'start'}",
        ",'event.category':'process','event.type':'start'",
        ",'\\u0065vent':{'category':'process','type':'start'}",
        ",'event':{'categor\\u0079':'PROCESS','type':'start'}",
        ",'event':[{'category':'process'},{'type':'start'}]"
      })
  void aSecondCategoryMakesItAnEvent(String more) {
    Decoded decoded = same(FILE.formatted(more));
    assertThat(decoded.events).hasSize(1);
    assertThat(decoded.events.get(0).process().pid()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",'process':{'args':['\\\\','event','category','process']}",
        ",'file':{'event':{'category':'process','type':'start'}}",
        ",'file':{'path':'\\'event\\':{\\'category\\':\\'process\\'}'}"
      })
  void whatOnlyLooksLikeOneDoesNot(String more) {
    byte[] record = FILE.formatted(more).replace("\\'", "\\\"").replace('\'', '"').getBytes(UTF_8);
    assertThat(same(record).skipped).hasSize(1);
  }

  @Test
  void damageBehindAFileEventIsSeen() {
    assertThat(same(FILE.formatted(",'file':{'path':'x}")).rejected).hasSize(1);
    assertThat(same(FILE.formatted(",'process':5")).rejected).hasSize(1);
    assertThat(same(FILE.formatted("") + FILE.formatted("")).skipped).hasSize(2);
  }

  @Test
  void whatNamesElasticDefendIsNoOtherSource() {
    String other = ",'event_simpleName':'ProcessRollup2','aid':'a','winlog':{'event_id':1}";
    assertThat(same(FILE.formatted(other)).skipped).containsExactly("endpoint: " + Emit.OTHER_KIND);
  }

  @Test
  void nothingIsLeftFromTheRecordBefore() {
    String first = FILE.replace("file", "process").replace("change", "start");
    assertThat(same(first.formatted(",'user':{'name':'u'}")).events).hasSize(1);
    assertThat(same(first.formatted("")).events.get(0).user()).isNull();
  }
}
