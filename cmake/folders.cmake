# How a folder becomes a build target: one static library a folder, named after it.

add_library(dgctl_options INTERFACE)
target_compile_features(dgctl_options INTERFACE cxx_std_20)
target_include_directories(dgctl_options INTERFACE ${PROJECT_SOURCE_DIR})
# -Wno-maybe-uninitialized and -Wno-restrict: g++ 12 is wrong about std::variant and about "[" + s + "]".
# -Wno-dangling-reference: g++ 14 suspects every function that takes a temporary key and returns a reference into a map.
# -Wno-deprecated-declarations: clang takes std::stable_sort of libstdc++ 12 for deprecated; g++ still warns of the rest.
# No -Wnull-dereference: g++ 12 and 14 see null pointers inside std::variant and CLI11. Static analysis looks for them.
target_compile_options(dgctl_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-qual
  -Wnon-virtual-dtor -Woverloaded-virtual -Wsuggest-override -Wduplicated-cond
  -Wduplicated-branches -Wlogical-op -Wextra-semi -Wformat=2 -Wundef -Wimplicit-fallthrough
  -Wswitch-enum -Wno-maybe-uninitialized -Wno-restrict -Wno-dangling-reference
  $<$<CXX_COMPILER_ID:Clang>:-Wno-unknown-warning-option;-Wno-deprecated-declarations>
  $<$<BOOL:${DGCTL_WERROR}>:-Werror>)
# -Wno-subobject-linkage where files are compiled together: g++ takes one that is included for a header.
target_compile_options(dgctl_options INTERFACE $<$<BOOL:${CMAKE_UNITY_BUILD}>:-Wno-subobject-linkage>)
# g++ looks for what it needs no more once it holds half a gigabyte, not before: a fifteenth of the time of compiling.
target_compile_options(dgctl_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=500000>)
# The same bytes wherever the sources stand.
target_compile_options(dgctl_options INTERFACE -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
# Assertions and hardening that cost next to nothing. _FORTIFY_SOURCE needs optimisation, and the sanitizers bring their own.
target_compile_options(dgctl_options INTERFACE -fstack-protector-strong)
target_compile_definitions(dgctl_options INTERFACE _GLIBCXX_ASSERTIONS)
if(NOT DGCTL_SANITIZE)
  target_compile_definitions(dgctl_options INTERFACE $<$<CONFIG:RelWithDebInfo>:_FORTIFY_SOURCE=2>)
endif()
target_link_options(dgctl_options INTERFACE -Wl,-z,relro,-z,now)
if(DGCTL_SANITIZE)
  target_compile_options(dgctl_options INTERFACE
    -fsanitize=${DGCTL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(dgctl_options INTERFACE -fsanitize=${DGCTL_SANITIZE})
endif()

# "engine/model" -> "engine_model"
function(dgctl_target_names out)
  set(names "")
  foreach(folder IN LISTS ARGN)
    string(REPLACE "/" "_" name "${folder}")
    list(APPEND names "${name}")
  endforeach()
  set(${out} ${names} PARENT_SCOPE)
endfunction()

# Where files are compiled together (CMAKE_UNITY_BUILD: in less than half the time), those of one kind of
# resource each stay by themselves: each speaks of its own kKind, create, read and update.
function(dgctl_alone_where_of_one_kind)
  foreach(source IN LISTS ARGN)
    file(STRINGS ${source} kind REGEX "kKind =")
    if(kind)
      set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
  endforeach()
endfunction()

function(dgctl_folder folder)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  dgctl_target_names(target ${folder})
  dgctl_target_names(depends ${ARG_DEPENDS})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cc)
  if(sources)
    dgctl_alone_where_of_one_kind(${sources})
    add_library(${target} STATIC ${sources})
    target_link_libraries(${target} PUBLIC dgctl_options ${depends} PRIVATE ${ARG_LIBRARIES})
  else()  # headers only
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE dgctl_options ${depends})
  endif()
endfunction()

function(dgctl_program name)
  cmake_parse_arguments(ARG "" "FOLDER" "DEPENDS;LIBRARIES" ${ARGN})
  dgctl_target_names(depends ${ARG_DEPENDS})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${ARG_FOLDER}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  # Commands are a library of their own, so that tests can call them without a process.
  if(NOT sources)
    set(sources ${PROJECT_SOURCE_DIR}/${ARG_FOLDER}/main.cc)
  endif()
  add_library(${name}_commands STATIC ${sources})
  target_link_libraries(${name}_commands PUBLIC dgctl_options ${depends} PRIVATE ${ARG_LIBRARIES})
  add_executable(${name} ${PROJECT_SOURCE_DIR}/${ARG_FOLDER}/main.cc)
  target_link_libraries(${name} PRIVATE ${name}_commands ${ARG_LIBRARIES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  install(TARGETS ${name} RUNTIME)
endfunction()
