package dev.stead.terminal.pad;

/** The species of presentation attack instruments (ISO/IEC 30107-3) that Stead makes itself. */
enum AttackSpecies {
    /** A photograph on a screen held by hand: pixels that interfere with the camera's, a bright cold picture, glare. */
    SCREEN_REPLAY(1, "screen replay"),
    /** A photograph on paper held by hand: bent, with fewer colours, less contrast and the raster of a printer. */
    PRINT(2, "print"),
    /** A print cut out along the face and at the eyes, worn before a face whose eyes look through the holes. */
    CUT_OUT(3, "cut-out"),
    /** A recording of the moving person on a screen, in a loop. */
    VIDEO_LOOP(4, "video loop");

    private final int number;
    private final String title;

    AttackSpecies(int number, String title) {
        this.number = number;
        this.title = title;
    }

    /** Part of the seed of an attack: the figures that are published hold only while it does not change. */
    int number() {
        return number;
    }

    String title() {
        return title;
    }
}
