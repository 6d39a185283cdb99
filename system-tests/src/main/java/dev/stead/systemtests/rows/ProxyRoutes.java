package dev.stead.systemtests.rows;

import java.io.IOException;

/** Puts a proxy between two processes: maps the port that a service listens on to the port that its callers connect to. */
interface ProxyRoutes {
    /** Between the tills and the task service. */
    int toTask(int port) throws IOException;

    /** Between the task service and the payment adapter. */
    int toPayment(int port) throws IOException;

    /** Between the payment adapter and the provider. */
    int toProvider(int port) throws IOException;

    /** Direct connections. */
    static ProxyRoutes none() {
        return new ProxyRoutes() {
            @Override
            public int toTask(int port) {
                return port;
            }

            @Override
            public int toPayment(int port) {
                return port;
            }

            @Override
            public int toProvider(int port) {
                return port;
            }
        };
    }
}
