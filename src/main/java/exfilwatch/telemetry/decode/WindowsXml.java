package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.decode.Paths.Node;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads a Windows event in XML as if it were the same event in {@code evtx_dump}'s JSON. */
final class WindowsXml {
  private static final int MAX_DEPTH = 16;
  private static final XMLInputFactory FACTORY = factory();

  private WindowsXml() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    return factory;
  }

  /** Fills what it can; false when the text is not well formed. */
  static boolean read(String text, Node root, Fields into) {
    try {
      XMLStreamReader xml;
      synchronized (FACTORY) {
        xml = FACTORY.createXMLStreamReader(new StringReader(text));
      }
      try {
        read(xml, root, into);
      } finally {
        xml.close();
      }
      return true;
    } catch (XMLStreamException | IllegalArgumentException e) {
      return false;
    }
  }

  private static void read(XMLStreamReader xml, Node root, Fields into) throws XMLStreamException {
    Deque<Place> open = new ArrayDeque<>();
    open.push(new Place(root));
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (open.size() > MAX_DEPTH) {
            throw new XMLStreamException("too deep");
          }
          open.push(open.element().enter(xml, into));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            open.element().text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> open.pop().leave(into);
        default -> {}
      }
    }
  }

  /** An open element and its place among the fields; null when nothing below it is of interest. */
  private static final class Place {
    private final @Nullable Node node;
    private final StringBuilder text = new StringBuilder();

    Place(@Nullable Node node) {
      this.node = node;
    }

    Place enter(XMLStreamReader xml, Fields into) {
      if (node == null) {
        return this;
      }
      String name = xml.getLocalName();
      String key = name.equals("Data") ? xml.getAttributeValue(null, "Name") : null;
      Node child = node.below(key == null ? name : key);
      if (child != null) {
        for (int group : child.presence()) {
          into.mark(group);
        }
        for (int i = 0; i < xml.getAttributeCount(); i++) {
          put(
              child.below("#attributes." + xml.getAttributeLocalName(i)),
              xml.getAttributeValue(i),
              into);
        }
      }
      return new Place(child);
    }

    void leave(Fields into) {
      put(node, text.toString(), into);
    }

    private static void put(@Nullable Node node, @Nullable String value, Fields into) {
      if (node != null && value != null && !value.isBlank()) {
        for (int slot : node.slots()) {
          into.put(slot, value);
        }
      }
    }
  }
}
