package exfilwatch.yaml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Makes nodes of the parser's events. Not the library's own composer, because that one recurses
 * without a bound and shares aliased nodes, which then have no place of their own.
 */
final class Composer {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_NODES = 100_000;
  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

  private final String file;
  private final Map<Anchor, YamlNode> anchors = new HashMap<>();
  private int nodes;

  Composer(String file) {
    this.file = file;
  }

  List<YamlNode> documents(String text) {
    List<YamlNode> documents = new ArrayList<>();
    try {
      // The library fails on a surrogate pair across two of its buffers, so all goes into one
      LoadSettings settings =
          LoadSettings.builder().setLabel(file).setBufferSize(text.length() + 2).build();
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      while (events.hasNext()) {
        if (events.next().getEventId() == Event.ID.DocumentStart) {
          anchors.clear();
          YamlNode document = node(events, events.next(), "", 0, 0);
          if (!document.isNull()) {
            documents.add(document);
          }
        }
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(0);
      throw new YamlException(file, line, "", "isn't YAML: " + oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      throw new YamlException(file, 0, "", "isn't YAML: " + oneLine(e.getMessage()));
    }
    return documents;
  }

  /**
   * @param keyLine the line of the key that the node is the value of, 0 for none
   */
  private YamlNode node(Iterator<Event> events, Event event, String path, int keyLine, int depth) {
    int line = keyLine > 0 ? keyLine : line(event);
    count(line, path);
    if (depth > MAX_DEPTH) {
      throw new YamlException(file, line, "", "has more than " + MAX_DEPTH + " levels");
    }
    if (event instanceof AliasEvent alias) {
      YamlNode target = anchors.get(alias.getAlias());
      if (target == null) {
        throw new YamlException(
            file, line, path, "the alias *" + alias.getAlias() + " has no anchor before it");
      }
      return copy(target, path, line);
    }
    YamlNode node;
    if (event instanceof ScalarEvent scalar) {
      node = new YamlNode(file, line, path, value(scalar, path, line), scalar.getValue());
    } else if (event instanceof SequenceStartEvent) {
      List<YamlNode> items = new ArrayList<>();
      for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
        items.add(node(events, e, path + "[" + items.size() + "]", 0, depth + 1));
      }
      node = new YamlNode(file, line, path, items, "");
    } else {
      node = new YamlNode(file, line, path, map(events, path, depth), "");
    }
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
    return node;
  }

  private Map<String, YamlNode> map(Iterator<Event> events, String path, int depth) {
    Map<String, YamlNode> map = new LinkedHashMap<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      YamlNode key = node(events, e, path, 0, depth + 1);
      if (!key.isScalar() || key.isNull()) {
        throw new YamlException(file, key.line(), path, "a key must be text");
      }
      String name = key.string();
      String childPath = path.isEmpty() ? name : path + "." + name;
      YamlNode value = node(events, events.next(), childPath, key.line(), depth + 1);
      YamlNode first = map.putIfAbsent(name, value);
      if (first != null) {
        throw new YamlException(
            file,
            key.line(),
            childPath,
            "the key is already in line " + first.line() + "; keep one of the two");
      }
    }
    return map;
  }

  private YamlNode copy(YamlNode node, String path, int line) {
    count(line, path);
    if (node.isList()) {
      List<YamlNode> items = new ArrayList<>();
      for (YamlNode item : node.list()) {
        items.add(copy(item, path + "[" + items.size() + "]", item.line()));
      }
      return new YamlNode(file, line, path, items, "");
    }
    if (node.isMap()) {
      Map<String, YamlNode> map = new LinkedHashMap<>();
      node.map().forEach((k, v) -> map.put(k, copy(v, path + "." + k, v.line())));
      return new YamlNode(file, line, path, map, "");
    }
    return new YamlNode(file, line, path, node.value(), node.isNull() ? "" : node.string());
  }

  /** Bounds what aliases of aliases expand to. */
  private void count(int line, String path) {
    if (++nodes > MAX_NODES) {
      throw new YamlException(
          file, line, path, "has more than " + MAX_NODES + " values, aliases expanded");
    }
  }

  private @Nullable Object value(ScalarEvent scalar, String path, int line) {
    String text = scalar.getValue();
    String tag =
        scalar
            .getTag()
            .filter(t -> !t.equals("!"))
            .orElseGet(() -> RESOLVER.resolve(text, scalar.isPlain()).getValue());
    try {
      if (tag.equals(Tag.STR.getValue())) {
        return text;
      } else if (tag.equals(Tag.NULL.getValue())) {
        return null;
      } else if (tag.equals(Tag.BOOL.getValue())) {
        return Boolean.valueOf(text);
      } else if (tag.equals(Tag.INT.getValue())) {
        return integer(text);
      } else if (tag.equals(Tag.FLOAT.getValue())) {
        return decimal(text);
      }
    } catch (NumberFormatException e) {
      throw new YamlException(file, line, path, "'" + text + "' isn't a number");
    }
    throw new YamlException(file, line, path, "the tag " + tag + " isn't supported; leave it out");
  }

  private static Number integer(String text) {
    BigInteger n =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o")
                ? new BigInteger(text.substring(2), 8)
                : new BigInteger(text.startsWith("+") ? text.substring(1) : text);
    return n.bitLength() < Long.SIZE ? (Number) n.longValue() : (Number) n;
  }

  private static Number decimal(String text) {
    String t = text.toLowerCase(Locale.ROOT);
    if (t.endsWith(".nan")) {
      return Double.NaN;
    } else if (t.endsWith(".inf")) {
      return t.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.valueOf(t);
  }

  private static int line(Event event) {
    return event.getStartMark().map(m -> m.getLine() + 1).orElse(0);
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
