package exfilwatch.sigma;

import com.google.re2j.Pattern;
import exfilwatch.yaml.Suggestion;
import exfilwatch.yaml.YamlNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles {@code Field|modifier|modifier: value(s)} (Sigma specification, Modifiers Appendix). */
final class ItemParser {
  /** What decides how a value is compared; one item has at most one of them. */
  private static final Set<String> TYPES =
      Set.of(
          "re",
          "cidr",
          "exists",
          "fieldref",
          "lt",
          "lte",
          "gt",
          "gte",
          "minute",
          "hour",
          "day",
          "week",
          "month",
          "year");

  private static final Set<String> RE_FLAGS =
      Set.of("i", "m", "s", "ignorecase", "multiline", "dotall");
  private static final Set<String> PLACES = Set.of("contains", "startswith", "endswith");
  private static final Set<String> TRANSFORMS =
      Set.of("windash", "wide", "utf16le", "utf16be", "utf16", "base64", "base64offset");
  private static final Set<String> LINKS = Set.of("all", "neq");
  private static final Set<String> KNOWN = known();

  private final Category category;
  private final FieldCatalogue catalogue;
  private final FieldTable fields;

  ItemParser(Category category, FieldCatalogue catalogue, FieldTable fields) {
    this.category = category;
    this.catalogue = catalogue;
    this.fields = fields;
  }

  /** Keywords without a key: a text anywhere in the document. */
  Expression keywords(YamlNode value) {
    return item("", "", new Modifiers(List.of()), value);
  }

  /**
   * @param key field and modifiers; no field stands for keywords
   */
  Expression item(String key, YamlNode value) {
    List<String> parts = Arrays.asList(key.split("\\|", -1));
    Modifiers modifiers = new Modifiers(parts.subList(1, parts.size()));
    modifiers.check(value);
    String field = parts.get(0);
    return item(field, field.isEmpty() ? "" : resolved(field, value), modifiers, value);
  }

  private Expression item(String name, String resolved, Modifiers modifiers, YamlNode value) {
    int slot = resolved.isEmpty() ? Item.KEYWORDS : fields.slot(resolved);
    if (slot == Item.KEYWORDS && modifiers.has("exists")) {
      throw value.error("exists needs a field; write it as Field|exists");
    }
    List<YamlNode> values = value.isList() ? value.list() : List.of(value);
    if (values.isEmpty()) {
      throw value.error("the list is empty; write at least one value");
    }
    List<Check> checks = new ArrayList<>();
    for (YamlNode one : values) {
      if (!one.isScalar()) {
        throw one.error("must be a value; maps and lists can't be values of a field");
      }
      checks.add(check(slot, modifiers, one));
    }
    int cost = slot == Item.KEYWORDS ? Item.KEYWORDS_COST : catalogue.cost(resolved);
    Item item = new Item(name, slot, cost, List.copyOf(checks), modifiers.has("all"));
    return modifiers.has("neq") ? new Expression.Not(item) : item;
  }

  private String resolved(String field, YamlNode at) {
    String resolved = catalogue.resolve(category, field);
    if (resolved == null) {
      throw at.error(
          "rules of the category "
              + category.sigmaName()
              + " have no field '"
              + field
              + "'; "
              + Suggestion.hint(field, catalogue.names(category)));
    }
    return resolved;
  }

  private Check check(int slot, Modifiers modifiers, YamlNode value) {
    String type = modifiers.type();
    if (type == null) {
      return equality(slot, modifiers, value);
    }
    Check.Comparison comparison = Check.Comparison.of(type);
    if (comparison != null) {
      return new Check.Compare(comparison, number(value));
    }
    PartOfTime part = PartOfTime.ofModifier(type);
    if (part != null) {
      return new Check.EqualsPartOfTime(part, (int) value.integer(0, 9999));
    }
    return switch (type) {
      case "re" -> regex(modifiers, value);
      case "cidr" -> new Check.InNetwork(orError(value, Cidr::parse));
      case "exists" -> new Check.Exists(value.bool());
      default ->
          new Check.Reference(
              fields.slot(resolved(value.string(), value)),
              modifiers.has("contains") || modifiers.has("endswith"),
              modifiers.has("contains") || modifiers.has("startswith"),
              modifiers.has("cased"));
    };
  }

  private static Check equality(int slot, Modifiers modifiers, YamlNode value) {
    boolean plain = modifiers.names.stream().allMatch(LINKS::contains);
    if (value.isNull()) {
      if (!plain) {
        throw value.error("null takes no modifier; use the field alone, or Field|exists: false");
      }
      if (slot == Item.KEYWORDS) {
        throw value.error("null needs a field; write it as Field: null");
      }
      return new Check.Absent();
    }
    if (slot != Item.KEYWORDS && plain && value.value() instanceof Number) {
      BigDecimal number = Value.number(value.string());
      if (number != null) {
        return new Check.EqualsNumber(number, value.string());
      }
    }
    SigmaString text = SigmaString.parse(value.string());
    if (text.isEmpty() && slot != Item.KEYWORDS && modifiers.places().isEmpty()) {
      return new Check.Empty();
    }
    List<TextPattern> patterns = new ArrayList<>();
    for (SigmaString transformed : transform(slot, text, modifiers, value)) {
      patterns.add(TextPattern.of(transformed, modifiers.has("cased")));
    }
    return new Check.Text(List.copyOf(patterns));
  }

  /** Applies the modifiers in their order; some make several texts of one. */
  private static List<SigmaString> transform(
      int slot, SigmaString text, Modifiers modifiers, YamlNode value) {
    List<SigmaString> texts = List.of(text);
    for (String modifier : modifiers.names) {
      if (modifier.startsWith("base64") && texts.get(0).isPattern()) {
        throw value.error(
            modifier
                + " can't encode wildcards; escape them as \\* and \\?, and write contains after "
                + modifier);
      }
      texts =
          texts.stream()
              .flatMap(
                  t -> (modifier.equals("base64offset") ? t.base64Offsets() : List.of(t)).stream())
              .map(t -> transform(t, modifier))
              .toList();
    }
    return slot == Item.KEYWORDS && modifiers.places().isEmpty()
        ? texts.stream().map(t -> t.openStart().openEnd()).toList()
        : texts;
  }

  private static SigmaString transform(SigmaString text, String modifier) {
    return switch (modifier) {
      case "contains" -> text.openStart().openEnd();
      case "startswith" -> text.openEnd();
      case "endswith" -> text.openStart();
      case "windash" -> text.windash();
      case "wide", "utf16le" -> text.wide(StandardCharsets.UTF_16LE, false);
      case "utf16be" -> text.wide(StandardCharsets.UTF_16BE, false);
      case "utf16" -> text.wide(StandardCharsets.UTF_16LE, true);
      case "base64" -> text.base64();
      default -> text;
    };
  }

  private static Check regex(Modifiers modifiers, YamlNode value) {
    int flags =
        (modifiers.hasAny("i", "ignorecase") ? Pattern.CASE_INSENSITIVE : 0)
            | (modifiers.hasAny("m", "multiline") ? Pattern.MULTILINE : 0)
            | (modifiers.hasAny("s", "dotall") ? Pattern.DOTALL : 0);
    String start = modifiers.has("startswith") ? "\\A" : "";
    String end = modifiers.has("endswith") ? "\\z" : "";
    return new Check.Regex(orError(value, regex -> Regexes.compile(start, regex, end, flags)));
  }

  private static BigDecimal number(YamlNode value) {
    BigDecimal number = Value.number(value.string());
    if (number == null) {
      throw value.error("must be a number, but is '" + value.string() + "'");
    }
    return number;
  }

  private static <T> T orError(YamlNode value, Function<String, T> parse) {
    try {
      return parse.apply(value.string());
    } catch (IllegalArgumentException e) {
      throw value.error(String.valueOf(e.getMessage()));
    }
  }

  private static Set<String> known() {
    Set<String> known = new LinkedHashSet<>(List.of("cased"));
    List.of(TYPES, RE_FLAGS, PLACES, TRANSFORMS, LINKS).forEach(known::addAll);
    return known;
  }

  /** The modifiers of one key, in their order. */
  private record Modifiers(List<String> names) {

    boolean has(String name) {
      return names.contains(name);
    }

    boolean hasAny(String a, String b) {
      return has(a) || has(b);
    }

    @Nullable String type() {
      return names.stream().filter(TYPES::contains).findFirst().orElse(null);
    }

    List<String> places() {
      return names.stream().filter(PLACES::contains).toList();
    }

    void check(YamlNode at) {
      String type = type();
      Set<String> seen = new LinkedHashSet<>();
      for (String name : names) {
        if (name.equals("expand")) {
          throw at.error("the modifier 'expand' isn't supported; write the values out");
        }
        if (!KNOWN.contains(name)) {
          throw at.error("unknown modifier '" + name + "'; " + Suggestion.hint(name, KNOWN));
        }
        if (!seen.add(name)) {
          throw at.error("the modifier '" + name + "' is there twice; keep one");
        }
        if (!fits(type, name)) {
          throw at.error(
              type == null
                  ? "the modifier '" + name + "' needs 're' before it"
                  : "the modifiers '" + type + "' and '" + name + "' don't go together");
        }
        if (RE_FLAGS.contains(name) && !seen.contains("re")) {
          throw at.error("the modifier '" + name + "' must come after 're'");
        }
      }
      if (type != null
          && names.stream().filter(n -> !LINKS.contains(n)).findFirst().stream()
              .noneMatch(type::equals)) {
        throw at.error("the modifier '" + type + "' must come first");
      }
    }

    private static boolean fits(@Nullable String type, String name) {
      if (LINKS.contains(name) || name.equals(type)) {
        return true;
      }
      if (type == null) {
        return !RE_FLAGS.contains(name);
      }
      return switch (type) {
        case "re" -> RE_FLAGS.contains(name) || PLACES.contains(name) || name.equals("cased");
        case "fieldref" -> PLACES.contains(name) || name.equals("cased");
        default -> false;
      };
    }
  }
}
