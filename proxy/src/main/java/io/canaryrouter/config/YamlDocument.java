package io.canaryrouter.config;

import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * From text to a tree of nodes that know their lines. Nothing is constructed: a tag can name no
 * class, an alias is a reference and never a copy, and {@link PlainYaml} bounds the rest.
 */
final class YamlDocument {
  private final String text;
  private final Findings findings;

  private YamlDocument(String text, Findings findings) {
    this.text = text;
    this.findings = findings;
  }

  /** The document's mapping; empty when there is none, and then a finding says why. */
  static Optional<MappingNode> parse(String text, Findings findings) {
    return new YamlDocument(text, findings).mapping();
  }

  private Optional<MappingNode> mapping() {
    try {
      return isPlain() ? asMapping(yaml().compose(new StringReader(text))) : Optional.empty();
    } catch (ReaderException e) {
      findings.error(
          placeOf(e.getPosition()),
          "",
          "a control character (U+%04X) cannot stand in a YAML file: remove it"
              .formatted(e.getCodePoint()));
    } catch (MarkedYAMLException e) {
      findings.error(Place.of(e.getProblemMark()), "", explain(e));
    } catch (YAMLException e) {
      findings.error(Place.NOWHERE, "", "this is not YAML: " + Quoted.plain(message(e)));
    }
    return Optional.empty();
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(ConfigFile.MOST_BYTES);
    return new Yaml(options);
  }

  /** Checks what nodes no longer tell; the first objection ends it. */
  private boolean isPlain() {
    PlainYaml plain = new PlainYaml();
    for (Event event : yaml().parse(new StringReader(text))) {
      Optional<String> objection = plain.objection(event);
      if (objection.isPresent()) {
        findings.error(Place.of(event.getStartMark()), "", objection.get());
        return false;
      }
    }
    return true;
  }

  private Optional<MappingNode> asMapping(@Nullable Node root) {
    if (root instanceof MappingNode mapping) {
      return Optional.of(mapping);
    }
    String what = root == null ? "the file is empty" : "the file is no mapping of keys to values";
    findings.error(
        root == null ? Place.NOWHERE : Place.of(root),
        "",
        what + ": write at least \"stacks: {blue: HOST:PORT, green: HOST:PORT}\"");
    return Optional.empty();
  }

  private String explain(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? message(e) : e.getProblem();
    if (problem.contains("TAB")) {
      return "a tab cannot indent in YAML: write spaces";
    }
    String hint = lineHasVariable(e) ? "; inside { } a variable needs quotes: \"${NAME}\"" : "";
    return "this is not YAML: " + Quoted.plain(problem) + hint;
  }

  private boolean lineHasVariable(MarkedYAMLException e) {
    return e.getProblemMark() != null
        && text.lines()
            .skip(e.getProblemMark().getLine())
            .findFirst()
            .filter(line -> line.contains("${"))
            .isPresent();
  }

  private static String message(YAMLException e) {
    return e.getMessage() == null ? "unreadable" : e.getMessage();
  }

  private Place placeOf(int position) {
    String before = text.substring(0, Math.min(position, text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Place(line, before.length() - before.lastIndexOf('\n'));
  }
}
