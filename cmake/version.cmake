# dgctl_version: what `dgctl version` prints. The commit is read at each build, and the file is
# rewritten only when it changed, so that nothing is compiled needlessly.

set(DGCTL_COMMIT "" CACHE STRING "The commit, where the source is no git checkout")
set(version_dir ${PROJECT_BINARY_DIR}/generated/cmd)
add_custom_target(dgctl_version_file
  COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${PROJECT_SOURCE_DIR} -DOUTPUT=${version_dir}/version_data.h
          -DVERSION=${PROJECT_VERSION} -DVERSION_DATE=${DGCTL_VERSION_DATE} -DCOMMIT=${DGCTL_COMMIT}
          -DCOMPILER=${CMAKE_CXX_COMPILER_ID}\ ${CMAKE_CXX_COMPILER_VERSION}
          -DCLI11=${CLI11_VERSION} -DJSON=${nlohmann_json_VERSION} -DOPENSSL=${OPENSSL_VERSION}
          -DYAML=${yaml-cpp_VERSION}
          -P ${PROJECT_SOURCE_DIR}/cmake/write_version.cmake
  BYPRODUCTS ${version_dir}/version_data.h
  VERBATIM)
add_library(dgctl_version INTERFACE)
add_dependencies(dgctl_version dgctl_version_file)
target_include_directories(dgctl_version INTERFACE ${PROJECT_BINARY_DIR}/generated)
