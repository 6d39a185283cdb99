package dev.stead.task.storage;

import dev.stead.task.domain.Order;
import dev.stead.task.domain.RegisterRecords;
import dev.stead.task.domain.TaskView;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Task, order and execution out of one joined row; the merchant's name comes from the register, which is cached for reads. */
final class Views {
    private Views() {}

    static TaskView of(ResultSet row, RegisterRecords register) throws SQLException {
        Order order = Rows.order(row);
        String merchant =
                register.merchant(order.key().merchantId()).orElseThrow().displayName();
        return new TaskView(Rows.task(row), order, merchant, Rows.lastExecution(row));
    }
}
