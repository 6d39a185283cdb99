package dev.stead.standalone;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The contract as a tool reads it that does not know protobuf's editions yet. Written as proto3 it is the same on the wire: every file of
 * ours has implicit presence, and a request that is sent needs no more.
 */
final class Protoset {
    private static final String OURS = "stead/";

    private Protoset() {}

    /** Some files with all that they import, what is imported first. */
    static FileDescriptorSet of(FileDescriptor... files) {
        Map<String, FileDescriptorProto> found = new LinkedHashMap<>();
        for (FileDescriptor file : files) {
            collect(file, found);
        }
        return FileDescriptorSet.newBuilder().addAllFile(found.values()).build();
    }

    private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> found) {
        if (found.containsKey(file.getName())) {
            return;
        }
        for (FileDescriptor imported : file.getDependencies()) {
            collect(imported, found);
        }
        FileDescriptorProto proto = file.toProto();
        found.put(
                file.getName(),
                file.getName().startsWith(OURS)
                        ? proto.toBuilder()
                                .setSyntax("proto3")
                                .clearEdition()
                                .clearOptions()
                                .build()
                        : proto);
    }
}
