# Writes the header that holds the JSON Schemas of a folder, sorted by name, and of each its
# description. Called at build time by schemas.cmake.
cmake_minimum_required(VERSION 3.25)
file(GLOB files ${FOLDER}/*.schema.json)
list(SORT files)
set(rows "")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  string(REPLACE ".schema.json" "" name ${name})
  if(name STREQUAL "dgctl")
    set(name "config")
  endif()
  file(READ ${file} text)
  string(JSON description GET "${text}" description)
  foreach(part IN ITEMS "${text}" "${description}")
    if(part MATCHES "\\)schema\"")
      message(FATAL_ERROR "${file} holds what ends a text in the header")
    endif()
  endforeach()
  string(APPEND rows "    Schema{\"${name}\", R\"schema(${description})schema\", R\"schema(${text})schema\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#pragma once

#include <array>
#include <string_view>

namespace dgctl::cmd {
/// A file of schemas/, embedded.
struct Schema {
  std::string_view name, description, text;
};
// No compiler has to take literals of more than 65,536 characters; g++ and clang do.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \"-Woverlength-strings\"
inline constexpr std::array kSchemas{
${rows}};
#pragma GCC diagnostic pop
}  // namespace dgctl::cmd
")
