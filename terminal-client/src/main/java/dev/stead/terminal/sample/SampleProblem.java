package dev.stead.terminal.sample;

/** Why a file or a folder gives no sample: the reason that programs read, and what it means. docs/terminal.md lists all. */
public enum SampleProblem {
    FILE_UNREADABLE("the file does not exist, is a link to nothing or no file, or may not be read"),
    FILE_TOO_LARGE("the file has more bytes than a sample may have"),
    FORMAT_NOT_READ("what the file holds is not a picture of a format that is read, whatever its name says"),
    PICTURE_TOO_LARGE("the picture has more pixels than are decoded"),
    PICTURE_DAMAGED("the picture is cut short, or its data is damaged"),
    EMBEDDING_DAMAGED("the file of an embedding does not hold whole, finite numbers"),
    NO_FACE("the picture shows no face"),
    SEVERAL_FACES("the picture shows several faces, and it is not clear whose sample it is"),
    SUBJECT_ID_NOT_VALID("the folder's name is not a subject id"),
    OUTSIDE_A_PERSON("the file lies beside the folders of people, not in one"),
    TOO_MANY_SAMPLES("the person has ten samples already"),
    NO_SAMPLE("the folder has nothing that can be used");

    private final String meaning;

    SampleProblem(String meaning) {
        this.meaning = meaning;
    }

    /** What it means, in one line. */
    public String meaning() {
        return meaning;
    }
}
