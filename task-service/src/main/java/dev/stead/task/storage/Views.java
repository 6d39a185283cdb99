package dev.stead.task.storage;

import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.task.TaskView;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Task, order and execution out of one joined row; the merchant's name comes from the registry, which is cached for reads. */
final class Views {
    private Views() {}

    static TaskView of(ResultSet row, ReadContext context) throws SQLException {
        Order order = RowMapper.order(row);
        return new TaskView(
                RowMapper.task(row, context.mandates()),
                order,
                merchantName(order, context),
                RowMapper.lastExecution(row));
    }

    static String merchantName(Order order, ReadContext context) {
        return context.registry()
                .merchant(order.key().merchantId())
                .orElseThrow()
                .displayName();
    }
}
