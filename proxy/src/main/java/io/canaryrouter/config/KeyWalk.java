package io.canaryrouter.config;

import io.canaryrouter.config.Entry.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Walks a document along the table of keys: what is known is kept as an entry, everything else is a
 * finding. It never goes where the table does not lead, so an alias that contains itself ends.
 */
final class KeyWalk {
  private final Findings findings;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, List<String>> items = new LinkedHashMap<>();

  private KeyWalk(Findings findings) {
    this.findings = findings;
  }

  /** The entries of a document and the places of all its keys. */
  static Walked walk(MappingNode root, Findings findings) {
    KeyWalk walk = new KeyWalk(findings);
    walk.places.put("", Place.of(root));
    walk.section("", root);
    return new Walked(walk.entries, walk.places, walk.items);
  }

  /**
   * What a walk found.
   *
   * @param entries by the paths of their keys
   * @param places of keys, sections, lists and their items
   * @param items the paths of the mappings in each list: {@code routes} to {@code routes[0]}, …
   */
  record Walked(
      Map<String, Entry> entries, Map<String, Place> places, Map<String, List<String>> items) {
    /** The place of a key or, when the file does not mention it, of what would hold it. */
    Place place(String path) {
      String at = path;
      while (!places.containsKey(at) && !at.isEmpty()) {
        at = at.substring(0, Math.max(0, at.lastIndexOf('.')));
      }
      return places.getOrDefault(at, Place.NOWHERE);
    }
  }

  private void section(String path, MappingNode mapping) {
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        String child = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
        if (seen.add(key.getValue())) {
          member(path, child, key, tuple.getValueNode());
        } else {
          findings.error(Place.of(key), shown(child), "this key stands here twice: keep one");
        }
      } else {
        findings.error(Place.of(tuple.getKeyNode()), path, "a key is a plain word");
      }
    }
  }

  private void member(String parent, String path, ScalarNode key, Node value) {
    Optional<Section> section = KeyIndex.sectionAt(path);
    Optional<Listing> listing = KeyIndex.listingAt(path);
    Optional<Key<?>> known = KeyIndex.keyAt(path);
    boolean isName = key.getValue().indexOf('.') < 0 && key.getValue().indexOf('[') < 0;
    if (isName && section.isPresent()) {
      places.put(path, Place.of(key));
      inside(section.get(), value);
    } else if (isName && listing.isPresent()) {
      places.put(path, Place.of(key));
      inEach(listing.get(), value);
    } else if (isName && known.isPresent()) {
      places.put(path, Place.of(value));
      value(known.get(), value);
    } else if (isName && KeyIndex.isLater(path)) {
      findings.error(
          Place.of(key), path, "not in this version: remove it, it would have no effect yet");
    } else {
      findings.error(Place.of(key), shown(path), unknown(parent, key.getValue()));
    }
  }

  private void inside(Section section, Node value) {
    String shorthand = section.shorthand();
    if (value instanceof MappingNode mapping) {
      section(section.path(), mapping);
    } else if (value instanceof ScalarNode && shorthand != null) {
      places.put(shorthand, Place.of(value));
      KeyIndex.keyAt(shorthand).ifPresent(key -> value(key, value));
    } else {
      findings.error(
          Place.of(value),
          section.path(),
          "this holds keys of its own: " + String.join(", ", KeyIndex.namesIn(section.path())));
    }
  }

  /** What comes after the most items is not looked at: one finding is enough. */
  private void inEach(Listing listing, Node value) {
    List<Node> nodes = value instanceof SequenceNode list ? list.getValue() : List.of(value);
    if (nodes.size() > listing.most()) {
      findings.error(
          Place.of(nodes.get(listing.most())),
          listing.path(),
          tooMany(nodes.size(), listing.most()));
    }
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < Math.min(nodes.size(), listing.most()); i++) {
      if (value instanceof SequenceNode && nodes.get(i) instanceof MappingNode mapping) {
        String path = listing.itemPath(i);
        paths.add(path);
        places.put(path, Place.of(mapping));
        section(path, mapping);
      } else {
        findings.error(
            Place.of(nodes.get(i)),
            listing.path(),
            "a list of mappings belongs here, each with keys of its own: "
                + String.join(", ", listing.names()));
      }
    }
    items.put(listing.path(), paths);
  }

  private void value(Key<?> key, Node value) {
    List<Scalar> texts = texts(key, value);
    if (texts != null) {
      entries.put(key.path(), new Entry(Place.of(value), texts));
    }
  }

  private @Nullable List<Scalar> texts(Key<?> key, Node value) {
    List<Node> nodes =
        key.isList() && value instanceof SequenceNode list ? list.getValue() : List.of(value);
    if (key.isList() && !key.kind().bounds().contain(nodes.size())) {
      findings.error(
          Place.of(value),
          key.path(),
          nodes.isEmpty()
              ? "an empty list means nothing here: remove it for the default; " + expects(key)
              : tooMany(nodes.size(), key.kind().bounds().most()));
      return null;
    }
    for (Node node : nodes) {
      if (!(node instanceof ScalarNode)) {
        String wanted = key.isList() ? "a list of single values" : "one single value";
        findings.error(Place.of(node), key.path(), wanted + " belongs here: " + expects(key));
        return null;
      }
      if (node.getTag().equals(Tag.NULL)) {
        findings.error(Place.of(node), key.path(), "the value is missing: " + expects(key));
        return null;
      }
    }
    return nodes.stream()
        .map(ScalarNode.class::cast)
        .map(scalar -> new Scalar(Place.of(scalar), scalar.getValue()))
        .toList();
  }

  private static String tooMany(int items, long most) {
    return "there are %d items here: write at most %d".formatted(items, most);
  }

  private static String expects(Key<?> key) {
    return key.kind().expects();
  }

  private static String unknown(String parent, String name) {
    if (name.equals("<<")) {
      return "merging has no meaning here: write the keys out, or alias the whole value";
    }
    List<String> siblings = KeyIndex.namesIn(parent);
    List<String> later = KeyIndex.laterIn(parent);
    return Nearest.to(name, Stream.concat(siblings.stream(), later.stream()).toList())
        .map(near -> "unknown key: did you mean \"" + near + "\"?" + notYet(later.contains(near)))
        .orElseGet(() -> "unknown key; known here: " + String.join(", ", siblings));
  }

  private static String notYet(boolean isLater) {
    return isLater ? " That is not in this version either: remove it" : "";
  }

  private static String shown(String path) {
    return Quoted.plain(path);
  }
}
