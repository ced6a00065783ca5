package org.fierce.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fierce.config.YamlTree.Entry;
import org.fierce.config.YamlTree.Part;
import org.fierce.config.YamlTree.Scalar;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into a tree of JSON. Aliases and merge keys are resolved; refused with
 * their lines are keys given twice, tags, keys that are no text, and anything after the first
 * document. What an unquoted word means, {@link YamlScalar} says.
 */
public final class YamlReader {
  /** Far above any configuration. */
  static final int MOST_CHARACTERS = 4 << 20;

  private static final int DEEPEST = 64;

  private final String name;
  private final ParserImpl events;
  private final Map<String, Part> anchors = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private int depth;

  private YamlReader(String name, String text) {
    this.name = name;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_CHARACTERS);
    events = new ParserImpl(new StreamReader(text), options);
  }

  /**
   * Reads a text; an empty one is null.
   *
   * @param name what messages call it, as the file's path
   * @throws ConfigurationException if it is not one YAML document, or says something ambiguous
   */
  public static JsonNode read(String name, String text) {
    return read(name, text, new ValuePlace());
  }

  /** As {@link #read(String, String)}; notes where each value stands. */
  public static JsonNode read(String name, String text, ValuePlace where) {
    if (text.length() > MOST_CHARACTERS) {
      throw new ConfigurationException(
          "%s has %d characters; a configuration may have %d"
              .formatted(name, text.length(), MOST_CHARACTERS));
    }
    try {
      Part root = new YamlReader(name, text).document();
      return root == null ? NullNode.instance : new YamlTree(name).value(root, where);
    } catch (MarkedYAMLException e) {
      String place = e.getProblemMark() == null ? name : YamlTree.place(name, e.getProblemMark());
      throw notYaml(place, String.valueOf(e.getProblem()), e);
    } catch (ReaderException e) {
      int line = 1 + (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
      throw notYaml(
          name + ":" + line,
          "it contains the character U+%04X, which YAML does not allow".formatted(e.getCodePoint()),
          e);
    } catch (YAMLException e) {
      throw notYaml(name, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  private static ConfigurationException notYaml(String place, String why, YAMLException cause) {
    return new ConfigurationException("%s: not valid YAML: %s".formatted(place, why), cause);
  }

  private ConfigurationException refusal(Mark mark, String message) {
    return new ConfigurationException(YamlTree.place(name, mark) + ": " + message);
  }

  private @Nullable Part document() {
    events.getEvent();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return null;
    }
    events.getEvent();
    Part root = part();
    events.getEvent();
    Mark more = more();
    if (more != null) {
      throw refusal(more, "a second document begins here; keep one document in a file");
    }
    return root;
  }

  /** Where something follows the document, or null. */
  private @Nullable Mark more() {
    try {
      return events.checkEvent(Event.ID.StreamEnd) ? null : events.peekEvent().getStartMark();
    } catch (MarkedYAMLException e) {
      return e.getProblemMark();
    }
  }

  private Part part() {
    Event event = events.getEvent();
    if (event instanceof AliasEvent alias) {
      return resolved(alias);
    }
    NodeEvent node = (NodeEvent) event;
    Part part = anchored(node);
    if (node.getAnchor() != null) {
      anchors.put(node.getAnchor(), part);
      open.remove(node.getAnchor());
    }
    return part;
  }

  private Part resolved(AliasEvent alias) {
    Part part = anchors.get(alias.getAnchor());
    if (open.contains(alias.getAnchor())) {
      throw refusal(
          alias.getStartMark(),
          "the alias *%s is inside the value that it names".formatted(alias.getAnchor()));
    }
    if (part == null) {
      throw refusal(
          alias.getStartMark(),
          "the alias *%s names nothing before it; mark a value with &%s first, or quote the text"
              .formatted(alias.getAnchor(), alias.getAnchor()));
    }
    return part;
  }

  private Part anchored(NodeEvent event) {
    if (event.getAnchor() != null) {
      open.add(event.getAnchor());
    }
    Mark mark = event.getStartMark();
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag(), mark);
      return new Scalar(mark, scalar.getValue(), scalar.isPlain());
    }
    if (++depth > DEEPEST) {
      throw refusal(mark, "values are nested deeper than %d levels".formatted(DEEPEST));
    }
    Part part =
        event instanceof SequenceStartEvent sequence
            ? sequence(sequence)
            : mapping((MappingStartEvent) event);
    depth--;
    return part;
  }

  private void refuseTag(@Nullable String tag, Mark mark) {
    if (tag != null) {
      String written = tag.startsWith("tag:yaml.org,2002:") ? "!!" + tag.substring(18) : tag;
      throw refusal(
          mark, "the tag %s has no meaning here; leave it out, and quote text".formatted(written));
    }
  }

  private Part sequence(SequenceStartEvent start) {
    refuseTag(start.getTag(), start.getStartMark());
    List<Part> items = new ArrayList<>();
    while (!(events.peekEvent() instanceof SequenceEndEvent)) {
      items.add(part());
    }
    events.getEvent();
    return new YamlTree.Sequence(start.getStartMark(), items);
  }

  private Part mapping(MappingStartEvent start) {
    refuseTag(start.getTag(), start.getStartMark());
    List<Entry> entries = new ArrayList<>();
    while (!(events.peekEvent() instanceof MappingEndEvent)) {
      Mark mark = events.peekEvent().getStartMark();
      if (!(part() instanceof Scalar key)) {
        throw refusal(mark, "a key is a list or a map; a key is text");
      }
      // The value of an alias stands where its anchor does, its key where the alias does.
      entries.add(new Entry(new Scalar(mark, key.text(), key.isPlain()), part()));
    }
    events.getEvent();
    return new YamlTree.Mapping(start.getStartMark(), entries);
  }
}
