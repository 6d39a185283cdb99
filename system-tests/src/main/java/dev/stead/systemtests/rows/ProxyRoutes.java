package dev.stead.systemtests.rows;

import java.io.IOException;

/** Puts something between two processes: given the port that really answers, the port that the caller is told. */
interface ProxyRoutes {
    /** Between the tills and the task service. */
    int toTask(int port) throws IOException;

    /** Between the task service and the payment adapter. */
    int toPayment(int port) throws IOException;

    /** Between the payment adapter and the provider. */
    int toProvider(int port) throws IOException;

    /** The straight way. */
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
