package dev.stead.task.domain;

/** Where an object is kept, and what to show or say there. */
public record CollectionPoint(String label, String code) {
    public CollectionPoint {
        Check.text("collection_point.label", label, 1, 200);
        Check.text("collection_point.collection_code", code, 0, 200);
    }

    /** The code opens the locker. */
    @Override
    public String toString() {
        return "CollectionPoint[" + label + "]";
    }
}
