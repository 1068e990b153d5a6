package io.entdb.systemtests.layers;

import io.entdb.systemtests.support.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The modules of the repository, as their poms and their compiled classes show them. */
final class Modules {
  private static final String GROUP = "io.entdb";

  private final Path root;

  private Modules(Path root) {
    this.root = root;
  }

  /** The repository that the tests run in. */
  static Modules ofThisRepository() {
    return new Modules(Repository.path("."));
  }

  /** Every module that Maven builds, by folder. */
  List<String> names() throws Exception {
    return texts(pom(root), "module");
  }

  /** Where a module's own classes were compiled to; tests excluded. */
  Path classes(String module) {
    return root.resolve(module).resolve("target/classes");
  }

  /** The modules that a module's classes may see: what its pom declares, but for tests. */
  Set<String> dependencies(String module) throws Exception {
    var dependencies = new HashSet<String>();
    Element project = pom(root.resolve(module));
    for (Element list : children(project, "dependencies")) {
      for (Element dependency : children(list, "dependency")) {
        boolean ours = GROUP.equals(text(dependency, "groupId"));
        boolean visible = text(dependency, "scope").isEmpty();
        if (ours && visible) {
          dependencies.add(text(dependency, "artifactId"));
        }
      }
    }
    return dependencies;
  }

  private static Element pom(Path folder) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(folder.resolve("pom.xml").toFile())
        .getDocumentElement();
  }

  private static List<String> texts(Element project, String name) {
    var texts = new ArrayList<String>();
    var nodes = project.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }

  private static String text(Element element, String name) {
    List<Element> found = children(element, name);
    return found.isEmpty() ? "" : found.getFirst().getTextContent().strip();
  }

  private static List<Element> children(Element element, String name) {
    var children = new ArrayList<Element>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && child.getTagName().equals(name)) {
        children.add(child);
      }
    }
    return children;
  }
}
