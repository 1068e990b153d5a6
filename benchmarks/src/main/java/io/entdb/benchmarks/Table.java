package io.entdb.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in Markdown, lined up for the terminal: what is printed can be pasted into a page. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... header) {
    rows.add(List.of(header));
  }

  public void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "%d cells under %d headings: %s"
              .formatted(cells.length, rows.getFirst().size(), Arrays.toString(cells)));
    }
    rows.add(List.of(cells));
  }

  public void print(PrintStream out) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int line = 0; line < rows.size(); line++) {
      var text = new StringBuilder("|");
      for (int i = 0; i < columns; i++) {
        String cell = rows.get(line).get(i);
        String space = " ".repeat(widths[i] - cell.length());
        // The first column names, the others count.
        text.append(' ').append(i == 0 ? cell + space : space + cell).append(" |");
      }
      out.println(text);
      if (line == 0) {
        var rule = new StringBuilder("|");
        for (int i = 0; i < columns; i++) {
          rule.append('-').append("-".repeat(widths[i])).append(i == 0 ? "-|" : ":|");
        }
        out.println(rule);
      }
    }
    out.println();
    out.flush();
  }
}
