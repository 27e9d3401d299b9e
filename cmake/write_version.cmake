# Writes the header that holds version, commit and compiler. Called at build time by version.cmake.
cmake_minimum_required(VERSION 3.25)
if(COMMIT STREQUAL "")
  execute_process(COMMAND git -C ${SOURCE_DIR} rev-parse --short=12 HEAD
                  OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET
                  RESULT_VARIABLE failed)
  if(failed)
    set(COMMIT "unknown")
  endif()
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#pragma once

#include <array>

namespace dgctl::cmd {
inline constexpr const char* kVersion = \"@VERSION@\";
inline constexpr const char* kVersionDate = \"@VERSION_DATE@\";
inline constexpr const char* kCommit = \"@COMMIT@\";
inline constexpr const char* kCompiler = \"@COMPILER@\";
/// The libraries that it was built with.
struct Library {
  const char* name;
  const char* version;
};
inline constexpr std::array kLibraries{Library{\"CLI11\", \"@CLI11@\"}, Library{\"nlohmann-json\", \"@JSON@\"},
                                       Library{\"openssl\", \"@OPENSSL@\"}, Library{\"yaml-cpp\", \"@YAML@\"}};
}  // namespace dgctl::cmd
" @ONLY)
