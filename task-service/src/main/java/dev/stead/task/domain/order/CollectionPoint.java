package dev.stead.task.domain.order;

import dev.stead.task.domain.Require;

/** Where an object is stored, and what to show or say there. */
public record CollectionPoint(String label, String code) {
    public CollectionPoint {
        Require.text("collection_point.label", label, 1, 200);
        Require.text("collection_point.collection_code", code, 0, 200);
    }

    /** The code opens the locker. */
    @Override
    public String toString() {
        return "CollectionPoint[" + label + "]";
    }
}
