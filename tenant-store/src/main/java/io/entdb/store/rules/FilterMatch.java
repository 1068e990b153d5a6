package io.entdb.store.rules;

import io.entdb.model.Filter;
import io.entdb.model.Limits;
import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.PayloadCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a payload meets filters: the one meaning of every operator on every kind, for queries and
 * for the rules. Rules version 1 decides by it: what it answers for a record in the log may never
 * change.
 */
public final class FilterMatch {
  private FilterMatch() {}

  /** What is wrong with filters on nodes of a type; empty = nothing. */
  public static Optional<PayloadCheck.Problem> problem(List<Filter> filters, NodeType type) {
    Optional<PayloadCheck.Problem> inForm = problemInForm(filters);
    if (inForm.isPresent()) {
      return inForm;
    }
    for (Filter filter : filters) {
      Optional<FieldDef> field = type.field(filter.fieldId());
      if (field.isEmpty()) {
        return problem(filter, "node type " + type.typeId() + " has no field " + filter.fieldId());
      }
      if (!fits(filter.op(), field.get().kind())) {
        String op = filter.op().name().toLowerCase(Locale.ROOT);
        String kind = field.get().kind().word();
        return problem(
            filter,
            "operator " + op + " does not apply to field " + filter.fieldId() + " of kind " + kind);
      }
    }
    return Optional.empty();
  }

  /** What is wrong with filters whatever they are about; empty = nothing. */
  public static Optional<PayloadCheck.Problem> problemInForm(List<Filter> filters) {
    if (filters.size() > Limits.FILTERS_MAX) {
      return Optional.of(
          new PayloadCheck.Problem(
              0, filters.size() + " filters; at most " + Limits.FILTERS_MAX + " are allowed"));
    }
    for (Filter filter : filters) {
      String on = "the filter on field " + filter.fieldId();
      int count = filter.values().size();
      if (count < 1 || count > (filter.op() == Filter.Op.IN ? Limits.FILTER_VALUES_MAX : 1)) {
        return problem(
            filter,
            on
                + " has "
                + count
                + " values; in takes 1 to "
                + Limits.FILTER_VALUES_MAX
                + ", every other operator one");
      }
      boolean searches = filter.op() == Filter.Op.LIKE || filter.op() == Filter.Op.CONTAINS;
      if (searches
          && filter.values().getFirst() instanceof Value.Str(String text)
          && text.length() > Limits.LIKE_CHARS_MAX) {
        return problem(
            filter, on + " searches for more than " + Limits.LIKE_CHARS_MAX + " characters");
      }
    }
    return Optional.empty();
  }

  private static Optional<PayloadCheck.Problem> problem(Filter filter, String text) {
    return Optional.of(new PayloadCheck.Problem(filter.fieldId(), text));
  }

  /** Whether a payload meets all filters. */
  public static boolean matches(List<Filter> filters, Payload payload) {
    for (Filter filter : filters) {
      if (!matches(filter, payload.get(filter.fieldId()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(Filter.Op op, FieldKind kind) {
    boolean text =
        switch (kind) {
          case STR, ENUM, REF -> true;
          default -> false;
        };
    boolean list =
        switch (kind) {
          case LIST_STR, LIST_INT, LIST_REF -> true;
          default -> false;
        };
    return switch (op) {
      case EQ, NEQ, IN -> true;
      case GT, GTE, LT, LTE -> kind.isScalar();
      case LIKE -> text;
      case CONTAINS -> text || list;
    };
  }

  private static boolean matches(Filter filter, @Nullable Value stored) {
    if (stored == null || stored instanceof Value.Null) {
      return false;
    }
    Value wanted = filter.values().getFirst();
    return switch (filter.op()) {
      case EQ -> stored.equals(wanted);
      case NEQ -> !stored.equals(wanted);
      case IN -> filter.values().contains(stored);
      case GT -> comparable(stored, wanted) && compare(stored, wanted) > 0;
      case GTE -> comparable(stored, wanted) && compare(stored, wanted) >= 0;
      case LT -> comparable(stored, wanted) && compare(stored, wanted) < 0;
      case LTE -> comparable(stored, wanted) && compare(stored, wanted) <= 0;
      case LIKE ->
          stored instanceof Value.Str(String text)
              && wanted instanceof Value.Str(String pattern)
              && like(pattern, text);
      case CONTAINS -> contains(stored, wanted);
    };
  }

  /** Lists, JSON and values of different kinds have no order. */
  private static boolean comparable(Value stored, Value wanted) {
    boolean ordered =
        switch (stored) {
          case Value.Int _, Value.Float _, Value.Bool _, Value.Str _, Value.Bytes _ -> true;
          case Value.Null _, Value.Json _, Value.StrList _, Value.IntList _ -> false;
        };
    return ordered && stored.getClass() == wanted.getClass();
  }

  private static int compare(Value a, Value b) {
    return switch (a) {
      case Value.Int(long x) when b instanceof Value.Int(long y) -> Long.compare(x, y);
      case Value.Float(double x) when b instanceof Value.Float(double y) -> Double.compare(x, y);
      case Value.Bool(boolean x) when b instanceof Value.Bool(boolean y) -> Boolean.compare(x, y);
      case Value.Str(String x) when b instanceof Value.Str(String y) -> compareText(x, y);
      case Value.Bytes x when b instanceof Value.Bytes y ->
          Arrays.compareUnsigned(x.value(), y.value());
      default -> throw new IllegalArgumentException("no order between " + a + " and " + b);
    };
  }

  /** By code points, as SQLite orders UTF-8; Java's own order differs above the first plane. */
  static int compareText(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length()) {
      int x = a.codePointAt(i);
      int y = b.codePointAt(i);
      if (x != y) {
        return Integer.compare(x, y);
      }
      i += Character.charCount(x);
    }
    return Integer.compare(a.length(), b.length());
  }

  private static boolean contains(Value stored, Value wanted) {
    return switch (stored) {
      case Value.Str(String text) ->
          wanted instanceof Value.Str(String part) && text.contains(part);
      case Value.StrList list ->
          wanted instanceof Value.Str(String element) && list.values().contains(element);
      case Value.IntList list ->
          wanted instanceof Value.Int(long element) && list.values().contains(element);
      default -> false;
    };
  }

  /**
   * {@code %} stands for any text, {@code _} for one character. One pass with one point to return
   * to, so that no pattern costs more than the product of the lengths.
   */
  private static boolean like(String pattern, String text) {
    int[] wanted = pattern.codePoints().toArray();
    int[] found = text.codePoints().toArray();
    int w = 0;
    int f = 0;
    int lastPercent = -1;
    int resumeAt = 0;
    while (f < found.length) {
      if (w < wanted.length && wanted[w] == '%') {
        lastPercent = w++;
        resumeAt = f;
      } else if (w < wanted.length && (wanted[w] == '_' || wanted[w] == found[f])) {
        w++;
        f++;
      } else if (lastPercent >= 0) {
        w = lastPercent + 1;
        f = ++resumeAt;
      } else {
        return false;
      }
    }
    while (w < wanted.length && wanted[w] == '%') {
      w++;
    }
    return w == wanted.length;
  }
}
