# A package is an archive of three members, which cpack writes with the permissions that the umask left them. Writes it
# once more without: the same bytes whoever makes it. Called by cpack, see packaging.cmake.

foreach(package IN LISTS CPACK_PACKAGE_FILES)
  set(parts ${package}.parts)
  file(REMOVE_RECURSE ${parts})
  file(MAKE_DIRECTORY ${parts})
  execute_process(COMMAND ${CPACK_DGCTL_AR} x ${package} WORKING_DIRECTORY ${parts} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CPACK_DGCTL_AR} rcDS whole debian-binary control.tar.gz data.tar.xz
                  WORKING_DIRECTORY ${parts} COMMAND_ERROR_IS_FATAL ANY)
  file(RENAME ${parts}/whole ${package})
  file(REMOVE_RECURSE ${parts})
endforeach()
