# Writes what of others is in the package as a list of materials in SPDX 2.3: the libraries that are compiled or linked in
# and the compiler, in the versions that dpkg knows. Called when the package is made, see packaging.cmake.
#
#   cmake -DOUTPUT=FILE -DVERSION=… -DTIME=SECONDS -DMATERIALS="RELATION:FILE …" -P write_sbom.cmake
#
# A FILE stands for the package that it is of, a RELATION is SPDX's.
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND date --utc --date=@${TIME} +%Y-%m-%dT%H:%M:%SZ OUTPUT_VARIABLE created
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(about "\"downloadLocation\": \"NOASSERTION\", \"filesAnalyzed\": false, \"licenseConcluded\": \"NOASSERTION\",
     \"licenseDeclared\": \"NOASSERTION\", \"copyrightText\": \"NOASSERTION\"")
set(packages "    {\"SPDXID\": \"SPDXRef-dgctl\", \"name\": \"dgctl\", \"versionInfo\": \"${VERSION}\",
     ${about}}")
set(relations "    {\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relationshipType\": \"DESCRIBES\", \"relatedSpdxElement\": \"SPDXRef-dgctl\"}")
set(all "")
separate_arguments(MATERIALS)
foreach(entry IN LISTS MATERIALS)
  string(REGEX MATCH "^([A-Z_]+):(.+)$" matched ${entry})
  set(relation ${CMAKE_MATCH_1})
  set(file ${CMAKE_MATCH_2})
  execute_process(COMMAND dpkg-query --search ${file} OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "^([^ ]+): " matched ${found})
  execute_process(COMMAND dpkg-query --show "--showformat=\${Package}\n\${Version}\n\${Architecture}\n\${source:Package}" ${CMAKE_MATCH_1}
                  OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" found ${found})
  list(GET found 0 name)
  list(GET found 1 version)
  list(GET found 2 architecture)
  list(GET found 3 source)
  string(APPEND all "${name} ${version};")
  string(REGEX REPLACE "[^A-Za-z0-9.-]" "-" id ${name})
  string(REPLACE "+" "%2B" url "pkg:deb/debian/${name}@${version}?arch=${architecture}")
  string(APPEND packages ",
    {\"SPDXID\": \"SPDXRef-${id}\", \"name\": \"${name}\", \"versionInfo\": \"${version}\", \"sourceInfo\": \"Debian's source package ${source}\",
     ${about},
     \"externalRefs\": [{\"referenceCategory\": \"PACKAGE-MANAGER\", \"referenceType\": \"purl\", \"referenceLocator\": \"${url}\"}]}")
  if(relation STREQUAL "BUILD_TOOL_OF")
    set(ends "SPDXRef-${id}" SPDXRef-dgctl)
  else()
    set(ends SPDXRef-dgctl "SPDXRef-${id}")
  endif()
  list(GET ends 0 from)
  list(GET ends 1 to)
  string(APPEND relations ",
    {\"spdxElementId\": \"${from}\", \"relationshipType\": \"${relation}\", \"relatedSpdxElement\": \"${to}\"}")
endforeach()
string(SHA256 digest "${VERSION} ${TIME} ${all}")
file(WRITE ${OUTPUT} "{
  \"spdxVersion\": \"SPDX-2.3\", \"dataLicense\": \"CC0-1.0\", \"SPDXID\": \"SPDXRef-DOCUMENT\", \"name\": \"dgctl ${VERSION}\",
  \"documentNamespace\": \"urn:sha256:${digest}\",
  \"creationInfo\": {\"created\": \"${created}\", \"creators\": [\"Tool: dgctl-${VERSION}\"]},
  \"packages\": [
${packages}
  ],
  \"relationships\": [
${relations}
  ]
}
")
