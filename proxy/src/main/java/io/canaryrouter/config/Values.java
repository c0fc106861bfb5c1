package io.canaryrouter.config;

import io.canaryrouter.config.Entry.Scalar;
import io.canaryrouter.config.Key.Presence;
import io.canaryrouter.config.KeyWalk.Walked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The texts in force at every key: from the file, else from the table's defaults, variables
 * replaced. What is wrong has become a finding and given way to the default, so that one wrong
 * value does not hide the next.
 */
final class Values {
  private static final List<String> PRIVATE_RANGES =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

  private static final Variables NOTHING_SET = new Variables(Map.of());

  /** Stands for a text that became a finding; no text of a file contains NUL. */
  private static final String REFUSED = "\u0000";

  private final Walked walked;
  private final Variables variables;
  private final Findings findings;
  private final Map<String, List<String>> texts = new HashMap<>();

  private Values(Walked walked, Variables variables, Findings findings) {
    this.walked = walked;
    this.variables = variables;
    this.findings = findings;
  }

  static Values resolve(Walked walked, Variables variables, Findings findings) {
    Values values = new Values(walked, variables, findings);
    values.keys("").forEach(values::resolve);
    walked.items().forEach(values::requireUnique);
    return values;
  }

  /** Whether the key has texts. */
  boolean has(Key<?> key) {
    return texts.containsKey(key.path());
  }

  /** Whether the file mentions the section, even an empty one. */
  boolean mention(Section section) {
    return walked.places().containsKey(section.path());
  }

  /** The value of a key that is required or has a default. */
  <T> T get(Key<T> key) {
    List<String> found = texts.get(key.path());
    if (found == null) {
      throw new IllegalStateException(key.path() + " has no value");
    }
    return key.kind().read(found);
  }

  /** The value of a key that may be left out. */
  <T> @Nullable T find(Key<T> key) {
    return has(key) ? get(key) : null;
  }

  /**
   * The paths of a list's items that have all they must have; what is wrong with the others has its
   * findings.
   */
  List<String> items(Listing listing) {
    return itemsIn(listing.path()).stream().filter(this::isComplete).toList();
  }

  private List<String> itemsIn(String listing) {
    return walked.items().getOrDefault(listing, List.of());
  }

  private boolean isComplete(String section) {
    return keys(section).allMatch(key -> key.presence() != Presence.REQUIRED || has(key));
  }

  /** Every key in and below a section, those of a list once for each of its items. */
  private Stream<Key<?>> keys(String section) {
    return KeyIndex.namesIn(section).stream()
        .map(name -> section.isEmpty() ? name : section + "." + name)
        .flatMap(this::keysAt);
  }

  private Stream<Key<?>> keysAt(String path) {
    Optional<Key<?>> key = KeyIndex.keyAt(path);
    if (key.isPresent()) {
      return Stream.of(key.get());
    }
    Optional<Listing> listing = KeyIndex.listingAt(path);
    if (listing.isEmpty()) {
      return keys(path);
    }
    return itemsIn(path).isEmpty()
        ? Stream.of(listing.get().withoutItems())
        : itemsIn(path).stream().flatMap(this::keys);
  }

  /** Where a finding about the key points. */
  Place place(Key<?> key) {
    return walked.place(key.path());
  }

  /** Every setting in force, in the order of the table. */
  List<Setting> settings() {
    return keys("")
        .filter(this::has)
        .map(key -> new Setting(key, texts.getOrDefault(key.path(), List.of()), isDefault(key)))
        .collect(Collectors.toUnmodifiableList());
  }

  private boolean isDefault(Key<?> key) {
    return !walked.entries().containsKey(key.path());
  }

  private void requireUnique(String path, List<String> items) {
    Map<List<String>, String> owners = new HashMap<>();
    for (String item : items) {
      Key<?> key = uniqueKey(path, item);
      List<String> text = texts.get(key.path());
      String owner = text == null ? null : owners.putIfAbsent(text, item);
      if (owner != null) {
        findings.error(place(key), key.path(), owner + " has the same: write another");
      }
    }
  }

  private static Key<?> uniqueKey(String path, String item) {
    return KeyIndex.listingAt(path)
        .flatMap(listing -> KeyIndex.keyAt(item + "." + listing.unique()))
        .orElseThrow();
  }

  private void resolve(Key<?> key) {
    Entry entry = walked.entries().get(key.path());
    List<String> given = entry == null ? null : given(key, entry);
    if (given != null) {
      texts.put(key.path(), given);
    } else if (key.presence() == Presence.DEFAULTED) {
      byDefault(key);
    } else if (key.presence() == Presence.REQUIRED && !walked.places().containsKey(key.path())) {
      findings.error(place(key), key.path(), "this key is required: " + key.kind().expects());
    }
  }

  private @Nullable List<String> given(Key<?> key, Entry entry) {
    List<String> replaced = entry.texts().stream().map(text -> replace(key, text)).toList();
    return replaced.contains(REFUSED) ? null : replaced;
  }

  private String replace(Key<?> key, Scalar scalar) {
    try {
      String text = variables.replaceIn(scalar.text());
      return isReadable(key, scalar, text) ? text : REFUSED;
    } catch (IllegalArgumentException e) {
      findings.error(scalar.place(), key.path(), sentence(e));
      return REFUSED;
    }
  }

  /** What came from the environment may be secret: then the finding says what was expected only. */
  private boolean isReadable(Key<?> key, Scalar scalar, String text) {
    try {
      key.kind().read(List.of(text));
      return true;
    } catch (IllegalArgumentException e) {
      findings.error(scalar.place(), key.path(), refusal(key, scalar, text, e));
      return false;
    }
  }

  private static String refusal(
      Key<?> key, Scalar scalar, String text, IllegalArgumentException e) {
    if (Variables.hasReference(scalar.text())) {
      return fromEnvironment(key, scalar.text());
    }
    // An at sign may follow a password in a URL.
    return key.isSecret() || text.contains("@")
        ? key.kind().expects() + "; the value given is not (and is not shown)"
        : sentence(e);
  }

  private static String fromEnvironment(Key<?> key, String written) {
    return "%s; what the environment holds in %s is not (and is not shown)"
        .formatted(key.kind().expects(), Variables.namesIn(written));
  }

  private void byDefault(Key<?> key) {
    List<String> written = fallback(key);
    texts.put(key.path(), written.stream().map(NOTHING_SET::replaceIn).toList());
    try {
      List<String> inForce = written.stream().map(variables::replaceIn).toList();
      key.kind().read(inForce);
      texts.put(key.path(), inForce);
    } catch (IllegalArgumentException e) {
      findings.error(
          place(key), key.path(), fromEnvironment(key, String.join(", ", key.fallback())));
    }
  }

  /** Two defaults depend on something else: the platform, and the address of the stack. */
  private List<String> fallback(Key<?> key) {
    if (key.equals(Keys.TRUSTED_PROXIES) && variables.isSet("RENDER")) {
      return PRIVATE_RANGES;
    }
    for (StackKeys stack : List.of(StackKeys.BLUE, StackKeys.GREEN)) {
      if (key.equals(stack.keepHost()) && has(stack.url()) && get(stack.url()).tls()) {
        return List.of("rewrite");
      }
    }
    return key.fallback();
  }

  private static String sentence(IllegalArgumentException e) {
    return String.valueOf(e.getMessage());
  }
}
