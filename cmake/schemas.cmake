# dgctl_schemas: what `dgctl schema` prints, the files of schemas/ as they are. Written when one of
# them changed.

file(GLOB schema_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/schemas/*.schema.json)
set(schemas_dir ${PROJECT_BINARY_DIR}/generated/cmd)
add_custom_command(
  OUTPUT ${schemas_dir}/schema_data.h
  COMMAND ${CMAKE_COMMAND} -DFOLDER=${PROJECT_SOURCE_DIR}/schemas -DOUTPUT=${schemas_dir}/schema_data.h
          -P ${PROJECT_SOURCE_DIR}/cmake/write_schemas.cmake
  DEPENDS ${schema_files} ${PROJECT_SOURCE_DIR}/cmake/write_schemas.cmake
  VERBATIM)
add_custom_target(dgctl_schemas_file DEPENDS ${schemas_dir}/schema_data.h)
add_library(dgctl_schemas INTERFACE)
add_dependencies(dgctl_schemas dgctl_schemas_file)
target_include_directories(dgctl_schemas INTERFACE ${PROJECT_BINARY_DIR}/generated)
