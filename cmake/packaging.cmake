# `cpack` makes the Debian package. One that is built on a release of Debian installs on that and on later ones, so what
# it links to must have the same name on all of them. Two libraries have not: of yaml-cpp the archive is linked
# (CMakeLists.txt), of cpp-httplib there is none, so the package holds the library that dgsim was linked to.

set(DGCTL_MAINTAINER "dgctl maintainers <maintainers@dgctl.invalid>" CACHE STRING "Who answers for the package: NAME <ADDRESS>")
set(packaging_dir ${PROJECT_SOURCE_DIR}/cmake/packaging)
set(documents_dir ${CMAKE_INSTALL_DATADIR}/doc/dgctl)

# The package has the same bytes whenever it is made: everything in it is from when the version was made.
file(STRINGS ${packaging_dir}/changelog changelog_lines)
list(GET changelog_lines 0 changelog_first)
list(FILTER changelog_lines INCLUDE REGEX "^ -- ")
list(GET changelog_lines 0 changelog_made)
execute_process(COMMAND date --utc --date=${DGCTL_VERSION_DATE} +%s OUTPUT_VARIABLE version_time
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C date --utc --date=${DGCTL_VERSION_DATE} "+%a, %d %b %Y"
                OUTPUT_VARIABLE version_day OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(NOT changelog_first MATCHES "^dgctl \\(${PROJECT_VERSION}\\) " OR NOT changelog_made MATCHES ">  ${version_day} ")
  message(FATAL_ERROR "cmake/packaging/changelog begins with '${changelog_first}' and '${changelog_made}', "
                      "but this is ${PROJECT_VERSION} of ${version_day}: add an entry for it")
endif()

# The library's name is the one by which dgsim asks for it, whatever file stands behind it.
find_library(DGCTL_HTTPLIB cpp-httplib REQUIRED)
execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${DGCTL_HTTPLIB} OUTPUT_VARIABLE httplib_headers COMMAND_ERROR_IS_FATAL ANY)
if(NOT httplib_headers MATCHES "SONAME +([^ \n]+)")
  message(FATAL_ERROR "${DGCTL_HTTPLIB} does not say its name, by which programs ask for it")
endif()
set(httplib_name ${CMAKE_MATCH_1})
file(REAL_PATH ${DGCTL_HTTPLIB} httplib_file)
# Where there is no such folder the system's is found.
set(private_libraries_dir lib/${CMAKE_LIBRARY_ARCHITECTURE}/dgctl)
set_target_properties(dgsim PROPERTIES INSTALL_RPATH "\$ORIGIN/../${private_libraries_dir}" BUILD_WITH_INSTALL_RPATH ON)

# The licences of the libraries whose code is in the package want to be with it.
set(copyright_file ${PROJECT_BINARY_DIR}/packaging/copyright)
file(READ ${packaging_dir}/copyright copyright_text)
foreach(package libcli11-dev nlohmann-json3-dev libyaml-cpp-dev libcpp-httplib-dev)
  set(theirs /usr/share/doc/${package}/copyright)
  if(EXISTS ${theirs})
    file(READ ${theirs} theirs_text)
    string(APPEND copyright_text "\n\nThe copyright file of ${package}:\n\n${theirs_text}")
  else()
    list(APPEND copyright_missing ${theirs})
  endif()
endforeach()
file(CONFIGURE OUTPUT ${copyright_file} CONTENT "@copyright_text@" @ONLY)

# What only the package holds is a component of its own.
set(only_package COMPONENT package EXCLUDE_FROM_ALL)

# What is in the package of others, in which version: whoever hears of a hole in one of these looks here.
find_path(cli11_dir CLI/CLI.hpp REQUIRED)
find_path(json_dir nlohmann/json.hpp REQUIRED)
file(REAL_PATH ${CMAKE_CXX_COMPILER} compiler_file)
set(materials "CONTAINS:${cli11_dir}/CLI/CLI.hpp CONTAINS:${json_dir}/nlohmann/json.hpp STATIC_LINK:${DGCTL_YAML_ARCHIVE} \
CONTAINS:${httplib_file} BUILD_TOOL_OF:${compiler_file}")
set(sbom_file ${PROJECT_BINARY_DIR}/packaging/dgctl.spdx.json)
install(CODE "
  execute_process(COMMAND ${CMAKE_COMMAND} -DOUTPUT=${sbom_file} -DVERSION=${PROJECT_VERSION} -DTIME=\$ENV{SOURCE_DATE_EPOCH}
                          \"-DMATERIALS=${materials}\" -P ${PROJECT_SOURCE_DIR}/cmake/write_sbom.cmake COMMAND_ERROR_IS_FATAL ANY)"
        ${only_package})

install(FILES ${httplib_file} DESTINATION ${private_libraries_dir} RENAME ${httplib_name} ${only_package})
install(FILES ${packaging_dir}/changelog ${copyright_file} ${sbom_file} ${PROJECT_SOURCE_DIR}/README.md
        DESTINATION ${documents_dir} ${only_package})
# Beside each other as in the source tree: they link to each other. Without what trying an example leaves there.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs ${PROJECT_SOURCE_DIR}/schemas ${PROJECT_SOURCE_DIR}/examples
        DESTINATION ${documents_dir} USE_SOURCE_PERMISSIONS ${only_package}
        PATTERN .dgctl EXCLUDE PATTERN .secrets EXCLUDE PATTERN *.json.log EXCLUDE PATTERN *.json.requests EXCLUDE
        PATTERN *.json.lock EXCLUDE)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME dgctl)
set(CPACK_PACKAGE_CONTACT ${DGCTL_MAINTAINER})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};dgctl;ALL;/" "${PROJECT_BINARY_DIR};dgctl;package;/")
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_BINARY_DIR}/packaging/times.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/finish_package_files.cmake)
set(CPACK_POST_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/finish_package.cmake)
set(CPACK_DGCTL_AR ${CMAKE_AR})
set(CPACK_DGCTL_STRIP ${CMAKE_STRIP})
set(CPACK_DGCTL_COPYRIGHT_MISSING ${copyright_missing})
file(CONFIGURE OUTPUT ${CPACK_PROJECT_CONFIG_FILE} CONTENT "# Whoever sets it is heeded.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  set(ENV{SOURCE_DATE_EPOCH} @version_time@)
endif()
" @ONLY)

file(READ ${packaging_dir}/description CPACK_DEBIAN_PACKAGE_DESCRIPTION)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "keeps a Databricks workspace set up for a Segment Data Graph")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)  # dgctl_VERSION_ARCHITECTURE.deb
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Without them no workspace is reached over HTTPS, the embedded one needs none.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, man-db")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
include(CPack)
