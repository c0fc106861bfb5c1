package io.canaryrouter.config;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds what {@link Keys} says of a path. A path may lead into an item of a list: {@code
 * routes[2].match} is what the table writes as {@code routes[].match}.
 */
final class KeyIndex {
  private static final Pattern INDEX = Pattern.compile("\\[[0-9]+]");

  private static final Map<String, Key<?>> KEYS =
      Keys.ALL.stream().collect(toUnmodifiableMap(Key::path, Function.identity()));
  private static final Map<String, Section> SECTIONS =
      Keys.SECTIONS.stream().collect(toUnmodifiableMap(Section::path, Function.identity()));
  private static final Map<String, Listing> LISTINGS =
      Keys.LISTINGS.stream().collect(toUnmodifiableMap(Listing::path, Function.identity()));

  private KeyIndex() {}

  static Optional<Key<?>> keyAt(String path) {
    return Optional.ofNullable(KEYS.get(inTable(path))).map(key -> key.at(path));
  }

  static Optional<Section> sectionAt(String path) {
    return Optional.ofNullable(SECTIONS.get(inTable(path))).map(section -> section.at(path));
  }

  static Optional<Listing> listingAt(String path) {
    return Optional.ofNullable(LISTINGS.get(inTable(path))).map(listing -> listing.at(path));
  }

  /** Whether a later version will have the key, so that this one refuses it. */
  static boolean isLater(String path) {
    return Keys.LATER.contains(inTable(path));
  }

  /** Names of the keys directly inside a section that a later version will have. */
  static List<String> laterIn(String section) {
    String prefix = prefix(section);
    return Keys.LATER.stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()))
        .filter(name -> !name.contains("."))
        .sorted()
        .toList();
  }

  /** Names of the keys, sections and lists directly inside a section, in the table's order. */
  static List<String> namesIn(String section) {
    String prefix = prefix(section);
    return Keys.ALL.stream()
        .map(Key::path)
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()).split("[.\\[]", 2)[0])
        .distinct()
        .toList();
  }

  private static String prefix(String section) {
    return section.isEmpty() ? "" : inTable(section) + ".";
  }

  private static String inTable(String path) {
    return INDEX.matcher(path).replaceAll("[]");
  }
}
