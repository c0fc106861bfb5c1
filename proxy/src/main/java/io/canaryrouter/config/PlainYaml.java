package io.canaryrouter.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * The part of YAML that a configuration may use: one document, no tags, few aliases, little depth.
 * Events are checked as they are read, so that a file of brackets is given up at once. One object
 * reads one file.
 */
final class PlainYaml {
  private static final int MOST_ALIASES = 20;
  private static final int DEEPEST = 20;

  private int documents;
  private int aliases;
  private int depth;

  /** What is to be said against the next event, if anything. */
  Optional<String> objection(Event event) {
    count(event);
    String tag = tagOf(event);
    if (tag != null) {
      String shown = Quoted.of(tag.replace("tag:yaml.org,2002:", "!!"));
      return Optional.of("tags have no meaning here: remove " + shown);
    }
    if (documents > 1) {
      return Optional.of("a second document begins here: keep only one");
    }
    if (aliases > MOST_ALIASES) {
      return Optional.of("more than " + MOST_ALIASES + " aliases: write the values out");
    }
    if (depth > DEEPEST) {
      return Optional.of("nested more than " + DEEPEST + " deep: no key lies that deep");
    }
    return Optional.empty();
  }

  private void count(Event event) {
    if (event instanceof DocumentStartEvent) {
      documents++;
    } else if (event instanceof AliasEvent) {
      aliases++;
    } else if (event instanceof CollectionStartEvent) {
      depth++;
    } else if (event instanceof CollectionEndEvent) {
      depth--;
    }
  }

  private static @Nullable String tagOf(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    return event instanceof CollectionStartEvent collection ? collection.getTag() : null;
  }
}
