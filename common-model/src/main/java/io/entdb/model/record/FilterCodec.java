package io.entdb.model.record;

import io.entdb.model.Filter;
import io.entdb.model.proto.DeleteWhereMessage;
import io.entdb.model.proto.FilterMessage;
import java.util.ArrayList;

/** Operations that choose nodes by filters, as messages of the log. */
final class FilterCodec {
  private FilterCodec() {}

  static DeleteWhereMessage toMessage(Operation.DeleteWhere op) {
    var message =
        DeleteWhereMessage.newBuilder()
            .setTypeId(op.typeId())
            .setLimit(op.limit())
            .setHard(op.hard());
    op.where().forEach(filter -> message.addWhere(toMessage(filter)));
    return message.build();
  }

  static Operation fromMessage(DeleteWhereMessage message) throws UnknownFormatException {
    var where = new ArrayList<Filter>(message.getWhereCount());
    for (FilterMessage filter : message.getWhereList()) {
      where.add(fromMessage(filter));
    }
    return new Operation.DeleteWhere(
        message.getTypeId(), where, message.getLimit(), message.getHard());
  }

  private static FilterMessage toMessage(Filter filter) {
    var message =
        FilterMessage.newBuilder().setFieldId(filter.fieldId()).setOp(toMessage(filter.op()));
    filter.values().forEach(value -> message.addValues(PayloadCodec.toMessage(value)));
    return message.build();
  }

  private static Filter fromMessage(FilterMessage message) throws UnknownFormatException {
    return new Filter(
        message.getFieldId(),
        op(message),
        message.getValuesList().stream().map(PayloadCodec::fromMessage).toList());
  }

  private static FilterMessage.Op toMessage(Filter.Op op) {
    return switch (op) {
      case EQ -> FilterMessage.Op.EQ;
      case NEQ -> FilterMessage.Op.NEQ;
      case GT -> FilterMessage.Op.GT;
      case GTE -> FilterMessage.Op.GTE;
      case LT -> FilterMessage.Op.LT;
      case LTE -> FilterMessage.Op.LTE;
      case IN -> FilterMessage.Op.IN;
      case LIKE -> FilterMessage.Op.LIKE;
      case CONTAINS -> FilterMessage.Op.CONTAINS;
    };
  }

  private static Filter.Op op(FilterMessage message) throws UnknownFormatException {
    return switch (message.getOp()) {
      case EQ -> Filter.Op.EQ;
      case NEQ -> Filter.Op.NEQ;
      case GT -> Filter.Op.GT;
      case GTE -> Filter.Op.GTE;
      case LT -> Filter.Op.LT;
      case LTE -> Filter.Op.LTE;
      case IN -> Filter.Op.IN;
      case LIKE -> Filter.Op.LIKE;
      case CONTAINS -> Filter.Op.CONTAINS;
      case UNRECOGNIZED ->
          throw new UnknownFormatException("filter operator " + message.getOpValue());
    };
  }
}
