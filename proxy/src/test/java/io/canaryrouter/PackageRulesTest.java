package io.canaryrouter;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** Holds the code to the table in docs/architecture.md, and the table to the code. */
class PackageRulesTest {
  private static final String BASE = "io.canaryrouter";
  private static final String ROOT = "root";
  private static final Path DOCUMENT = Path.of("..", "docs", "architecture.md");

  /** {@code | part | what it holds | a, b |}, or a dash for "imports none". */
  private static final Pattern ROW =
      Pattern.compile("^\\| ([a-z]+) \\| .* \\| ([a-z]+(?:, [a-z]+)*|–) \\|$", Pattern.MULTILINE);

  private static final Pattern ARROW =
      Pattern.compile("^\\s+(\\S+)\\s+->\\s+(\\S+).*$", Pattern.MULTILINE);

  private final Map<String, Set<String>> allowed = allowed();
  private final List<Dependency> dependencies = dependencies();

  private record Dependency(String from, String to) {
    boolean isBetweenParts() {
      return isOurs(from) && isOurs(to);
    }

    @Override
    public String toString() {
      return part(from) + " imports " + (isOurs(to) ? part(to) : to);
    }
  }

  @Test
  void everyImportBetweenPartsIsAllowedByTheTable() {
    assertThat(dependencies)
        .filteredOn(Dependency::isBetweenParts)
        .filteredOn(dependency ->
            !allowed
                .getOrDefault(part(dependency.from()), Set.of())
                .contains(part(dependency.to())))
        .as("imports that the table in docs/architecture.md does not allow")
        .isEmpty();
  }

  @Test
  void theTableNamesEveryPartOfTheCodeAndNoOther() {
    Set<String> parts = new TreeSet<>();
    for (Dependency dependency : dependencies) {
      parts.add(part(dependency.from()));
    }
    assertThat(allowed.keySet()).isEqualTo(parts);
    assertThat(allowed.values())
        .allSatisfy(imports -> assertThat(allowed.keySet()).containsAll(imports));
  }

  @Test
  void noPartImportsItselfByADetour() {
    assertThat(allowed.keySet())
        .allSatisfy(part -> assertThat(reachableFrom(part)).doesNotContain(part));
  }

  @Test
  void onlyTheDataPlaneKnowsNetty() {
    assertThat(dependencies)
        .filteredOn(dependency -> dependency.to().startsWith("io.netty"))
        .extracting(dependency -> part(dependency.from()))
        .isNotEmpty()
        .containsOnly("http");
  }

  @Test
  void onlyTheConfigurationReadsYaml() {
    assertThat(dependencies)
        .filteredOn(dependency -> dependency.to().startsWith("org.yaml"))
        .extracting(dependency -> part(dependency.from()))
        .containsOnly("config");
  }

  private Set<String> reachableFrom(String part) {
    Set<String> reached = new TreeSet<>();
    List<String> open = new ArrayList<>(allowed.get(part));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (reached.add(next)) {
        open.addAll(allowed.getOrDefault(next, Set.of()));
      }
    }
    return reached;
  }

  private static Map<String, Set<String>> allowed() {
    try {
      Map<String, Set<String>> table =
          ROW.matcher(Files.readString(DOCUMENT))
              .results()
              .collect(toMap(row -> row.group(1), row -> imports(row.group(2))));
      assertThat(table).as("the table in %s", DOCUMENT).isNotEmpty();
      return table;
    } catch (IOException e) {
      throw new AssertionError("the table of the parts cannot be read", e);
    }
  }

  private static Set<String> imports(String cell) {
    return Arrays.stream(cell.split(","))
        .map(String::strip)
        .filter(not("–"::equals))
        .collect(toCollection(TreeSet::new));
  }

  private static List<Dependency> dependencies() {
    String classes = Stack.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    assertThat(jdeps.run(writer, writer, "-verbose:package", classes)).as("%s", out).isZero();
    return ARROW
        .matcher(out.toString())
        .results()
        .filter(arrow -> isOurs(arrow.group(1)))
        .map(PackageRulesTest::dependency)
        .toList();
  }

  private static Dependency dependency(MatchResult arrow) {
    return new Dependency(arrow.group(1), arrow.group(2));
  }

  private static boolean isOurs(String packageName) {
    return packageName.equals(BASE) || packageName.startsWith(BASE + ".");
  }

  private static String part(String packageName) {
    return packageName.equals(BASE) ? ROOT : packageName.substring(BASE.length() + 1);
  }
}
