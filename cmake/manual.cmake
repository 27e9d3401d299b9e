# Man pages and the completion of shells are made by the programs, from the commands that they have, when they are
# installed: equal sources give equal files.

include(GNUInstallDirs)
set(manual_dir ${PROJECT_BINARY_DIR}/manual)
install(CODE "
  execute_process(COMMAND ${CMAKE_COMMAND} -DDGCTL=$<TARGET_FILE:dgctl> -DDGSIM=$<TARGET_FILE:dgsim> -DOUTPUT=${manual_dir}
                          -P ${PROJECT_SOURCE_DIR}/cmake/write_manual.cmake COMMAND_ERROR_IS_FATAL ANY)")
install(DIRECTORY ${manual_dir}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR})
install(FILES ${manual_dir}/bash/dgctl DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${manual_dir}/zsh/_dgctl DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${manual_dir}/fish/dgctl.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
